import type { Cryplet } from '../authoring/defineCryplet'
import type { ResolvedSources, SourceSettings } from '../authoring/resolveSources'
import { originsOf, resolveSources } from '../authoring/resolveSources'
import { FabricError } from '../core/errors'
import type { Address, Hex } from '../core/hex'
import { codeHash, crypletId } from '../envelope/identifiers'
import type { BuildManifest } from './buildManifest'
import { originPolicy } from './sourceSettings'

/** A Cryplet with everything that its app's build and settings say of it. */
export type LoadedCryplet = {
  readonly definition: Cryplet
  /** 32 bytes. */
  readonly crypletId: Hex
  /** Of its bundle and resolved origins, 32 bytes. */
  readonly codeHash: Hex
  readonly sources: ResolvedSources
}

/** What Cryplets are loaded from. */
export type CrypletsToLoad = {
  readonly definitions: readonly Cryplet[]
  /** What URLs name, and ALLOWED_PRIVATE_ORIGINS. */
  readonly settings: SourceSettings
  /** Of all of them. */
  readonly publisher: Address
  readonly manifest: BuildManifest
}

/** Cryplets that cannot run here, with every fault. */
export class CrypletsNotLoadableError extends FabricError {
  override readonly name = 'CrypletsNotLoadableError'
  readonly code = 'CRYPLETS_NOT_LOADABLE'
  readonly retryable = false

  constructor(readonly faults: readonly string[]) {
    super(`The Cryplets cannot be loaded:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

/**
 * Loads the Cryplets of an app, once, at its start.
 *
 * @param toLoad - Definitions, and what the build and the settings say.
 * @returns In the order of the definitions.
 * @throws CrypletsNotLoadableError when a setting is missing or wrong, or the manifest is of another build.
 */
export function loadCryplets(toLoad: CrypletsToLoad): readonly LoadedCryplet[] {
  const { definitions, settings, publisher, manifest } = toLoad
  const faults: string[] = []
  const loaded: LoadedCryplet[] = []
  for (const definition of definitions) {
    const { name, version } = definition
    const resolution = resolveSources(definition, settings, originPolicy(settings))
    const built = manifest.cryplets.find((cryplet) => cryplet.name === name)
    if (!resolution.ok) faults.push(...resolution.faults)
    if (built?.version !== version) {
      faults.push(`${name}: the manifest has ${built?.version ?? 'no entry'}, the app ${version}`)
    } else if (resolution.ok) {
      const { sources } = resolution
      const code = { bundle: built.bundle, origins: originsOf(sources) }
      const ids = { crypletId: crypletId(publisher, name), codeHash: codeHash(code) }
      loaded.push({ definition, sources, ...ids })
    }
  }
  if (faults.length > 0) throw new CrypletsNotLoadableError(faults)
  return loaded
}
