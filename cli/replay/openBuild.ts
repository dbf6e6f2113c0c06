import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import { keccak256 } from 'ethers'
import * as z from 'zod'
import type { Cryplet } from '../../shared/authoring/defineCryplet'
import { describe, FabricError, messageOf } from '../../shared/core/errors'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { CrypletUnknownError } from '../../shared/execution/errors'
import type { CrypletBuild } from '../../shared/execution/replay/replayRun'

/** A folder that holds no build whose Cryplets could be run. */
export class BuildUnreadableError extends FabricError {
  override readonly name = 'BuildUnreadableError'
  readonly code = 'BUILD_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly folder: string,
    readonly fault: string,
    cause?: unknown,
  ) {
    super(
      `${folder} holds no build to run: ${fault}. Name the folder of a built fabric, with its manifest.json and cryplets/, as "npm run package" makes it.`,
      { cause },
    )
  }
}

/**
 * Opens a Cryplet of a build. This runs that build's code: its hash shows that it is whole, not who wrote it.
 *
 * @param folder - Of the built fabric, as in `dist/fabric`.
 * @param name - Of the Cryplet.
 * @returns Its definition, and the hash of its bundle.
 * @throws BuildUnreadableError; CrypletUnknownError when the build has none of this name.
 */
export function openBuild(folder: string, name: string): CrypletBuild {
  const manifest = readManifest(resolve(folder))
  const built = manifest.cryplets.find((cryplet) => cryplet.name === name)
  if (built === undefined) {
    const known = manifest.cryplets.map((cryplet) => cryplet.name)
    throw new CrypletUnknownError(name, known)
  }
  const path = join(resolve(folder), 'cryplets', `${name}.js`)
  const code = read(resolve(folder), path)
  if (keccak256(code) !== built.bundle) {
    throw new BuildUnreadableError(folder, `${path} is not the code that its manifest names`)
  }
  return { definition: load(folder, name, code.toString('utf8')), bundle: built.bundle }
}

function readManifest(folder: string): BuildManifest {
  const text = read(folder, join(folder, 'manifest.json')).toString('utf8')
  try {
    return parseBuildManifest(JSON.parse(text))
  } catch (error) {
    throw new BuildUnreadableError(folder, `its manifest.json: ${messageOf(error)}`, error)
  }
}

function read(folder: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new BuildUnreadableError(folder, messageOf(error), error)
  }
}

// What defineCryplet returns; that the bundle is whole its hash has shown.
const definition = z.custom<Cryplet>((value) => {
  const parts = z.looseObject({
    name: z.string(),
    version: z.string(),
    wakes: z.array(z.unknown()),
  })
  return parts.safeParse(value).success && typeof Reflect.get(Object(value), 'run') === 'function'
})

// A bundle is CommonJS that requires nothing, and so it is given nothing to require.
function load(folder: string, name: string, code: string): Cryplet {
  const module = { exports: {} as unknown }
  try {
    const run = compileFunction(code, ['module', 'exports'], { filename: `${name}.js` })
    Reflect.apply(run, undefined, [module, module.exports])
  } catch (error) {
    throw new BuildUnreadableError(folder, `${name} cannot be loaded: ${messageOf(error)}`, error)
  }
  const found: unknown = Object.values(Object(module.exports) as object).find(
    (each: unknown) => Reflect.get(Object(each), 'name') === name,
  )
  const parsed = definition.safeParse(found)
  if (parsed.success) return parsed.data
  throw new BuildUnreadableError(folder, `${name} exports ${describe(found)}, no Cryplet`)
}
