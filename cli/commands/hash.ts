import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { keccak256 } from 'ethers'
import { DEFAULT_PORT_BASE, portsFrom } from '../../local/stack/ports'
import { readState } from '../../local/stack/state'
import { originsOf } from '../../shared/authoring/resolveSources'
import { FabricError } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import { SettingsError } from '../../shared/core/settings'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import type { BuildManifest, BuiltCryplet } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { CrypletUnknownError } from '../../shared/execution/errors'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { loadCryplets } from '../../shared/execution/loadCryplets'
import { localAccount } from '../deploy/accounts'
import { connectChain } from '../deploy/chain'
import { openRegistry } from '../deploy/registry'
import type { Io } from '../io'
import { findLocalStack, stateFolder } from '../localStack'
import { readSourceUrls } from '../start/sourceUrls'

/** There is no built enclave app to compare with. */
export class AppMissingError extends FabricError {
  override readonly name = 'AppMissingError'
  readonly code = 'APP_MISSING'
  readonly retryable = false

  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} cannot be read. Build it with "npm run package", or name its folder by --app.`, {
      cause,
    })
  }
}

type HashArguments = { readonly json?: boolean; readonly state?: string; readonly app?: string }

/**
 * Adds `cryplet hash`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addHash(program: Command, io: Io): void {
  program
    .command('hash')
    .description(
      'Rebuilds a Cryplet and the enclave app from the sources, and compares with the built app and the registry.',
    )
    .argument('<name>', 'of the Cryplet')
    .option('--app <dir>', 'folder of the built enclave app (dist/enclave)')
    .option('--state <dir>', 'folder of the stack whose sources and registry count (.fabric)')
    .option('--json', 'write one JSON document')
    .action(async (name: string, given: HashArguments) => {
      const found = await compare(io, name, given)
      io.setExitCode(found.isSame ? 0 : 1)
      io.out(given.json === true ? `${JSON.stringify(found, null, 2)}\n` : describe(found))
    })
}

type Comparison = BuiltCryplet & {
  /** With codeHash left out where the built app is of other sources: what they are is not known to it. */
  readonly origins: readonly string[]
  readonly codeHash?: Hex
  /** keccak256 of main.js: what simulated evidence measures. */
  readonly enclave: { readonly rebuilt: Hex; readonly built: Hex }
  /** Of the code hash, at the local stack. */
  readonly registry: 'granted' | 'not granted' | 'not checked'
  readonly isSame: boolean
}

async function compare(io: Io, name: string, given: HashArguments): Promise<Comparison> {
  const rebuilt = rebuild(io.root)
  const code = requireBuilt(rebuilt.manifest, name)
  const built = measureBuilt(given.app === undefined ? join(io.root, 'dist/enclave') : given.app)
  const enclave = { rebuilt: rebuilt.enclave, built }
  // This command was built with that app: its own Cryplets are as old.
  if (rebuilt.enclave !== built) {
    return { ...code, origins: [], enclave, registry: 'not checked', isSame: false }
  }
  const folder = stateFolder(io, given.state)
  const { sources, codeHash, crypletId } = load(io, { folder, name, manifest: rebuilt.manifest })
  const registry = await askRegistry(folder, { crypletId, codeHash })
  const isSame = registry !== 'not granted'
  return { ...code, origins: originsOf(sources), codeHash, enclave, registry, isSame }
}

// By the same script that the build uses, in a process of its own: the bundler is no part of this command.
function rebuild(root: string): { readonly manifest: BuildManifest; readonly enclave: Hex } {
  const args = [join(root, 'scripts/build.mjs'), 'measure']
  const answer = JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }),
  ) as {
    readonly manifest: unknown
    readonly enclave: Hex
  }
  return { manifest: parseBuildManifest(answer.manifest), enclave: answer.enclave }
}

function measureBuilt(folder: string): Hex {
  const path = join(resolve(folder), 'main.js')
  try {
    return keccak256(readFileSync(path)) as Hex
  } catch (cause) {
    throw new AppMissingError(path, cause)
  }
}

type ToLoad = { readonly folder: string; readonly name: string; readonly manifest: BuildManifest }

function load(io: Io, { folder, name, manifest }: ToLoad): LoadedCryplet {
  const ports = readState(folder)?.ports ?? portsFrom(DEFAULT_PORT_BASE)
  const { urls, faults } = readSourceUrls(io, ports.samples)
  if (faults.length > 0) throw new SettingsError(faults)
  const publisher = localAccount('publisher').address as Address
  const definitions = BUILT_IN_CRYPLETS.filter((cryplet) => cryplet.name === name)
  const [cryplet] = loadCryplets({ definitions, settings: urls, publisher, manifest })
  if (cryplet === undefined) throw unknown(name, manifest)
  return cryplet
}

async function askRegistry(
  folder: string,
  { crypletId, codeHash }: Pick<LoadedCryplet, 'crypletId' | 'codeHash'>,
): Promise<Comparison['registry']> {
  const stack = findLocalStack(folder)
  if (stack === undefined) return 'not checked'
  const { chainId, registry } = stack.deployment
  const chain = connectChain(stack.rpcUrl, chainId)
  try {
    const desk = openRegistry(chain, registry, { nowInMs: Date.now })
    const grant = { kind: 'CODE', subject: crypletId, object: codeHash } as const
    return (await desk.isGranted(grant)) ? 'granted' : 'not granted'
  } finally {
    chain.provider.destroy()
  }
}

function requireBuilt(manifest: BuildManifest, name: string): BuiltCryplet {
  const found = manifest.cryplets.find((cryplet) => cryplet.name === name)
  if (found === undefined) throw unknown(name, manifest)
  return found
}

function unknown(name: string, { cryplets }: BuildManifest): CrypletUnknownError {
  return new CrypletUnknownError(
    name,
    cryplets.map((cryplet) => cryplet.name),
  )
}

function describe(found: Comparison): string {
  const { name, version, bundle, origins, codeHash, enclave, registry } = found
  const verdict =
    enclave.rebuilt === enclave.built
      ? 'the built app is the same, byte for byte'
      : `but the built app is ${enclave.built}: it was not built from these sources`
  const standing = {
    granted: 'the registry of the local stack grants it',
    'not granted': 'but the registry of the local stack does not grant it',
    'not checked': 'compared with no registry: no local stack runs',
  }[registry]
  return [
    `${name} ${version}`,
    `  bundle    ${bundle}`,
    ...origins.map((origin) => `  origin    ${origin}`),
    ...(codeHash === undefined ? [] : [`  codeHash  ${codeHash}, ${standing}`]),
    `  enclave   ${enclave.rebuilt}, ${verdict}`,
    '',
  ].join('\n')
}
