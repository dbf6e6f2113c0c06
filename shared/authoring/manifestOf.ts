import type { Cryplet } from './defineCryplet'
import type { OutputType } from './outputType'
import type { Source } from './source'
import type { WakeDeclaration } from './wake'

/** What can be said of a Cryplet without its code: plain JSON. */
export type Manifest = {
  readonly name: string
  readonly version: string
  readonly runsIn: 'enclave'
  readonly wakes: readonly WakeDeclaration[]
  /** In the order of declaration; URLs are templates. */
  readonly sources: readonly ({ readonly name: string } & Source)[]
  /** In the order of the callback's arguments. */
  readonly output: readonly ({ readonly name: string } & OutputType)[]
}

/**
 * Describes a Cryplet as data.
 *
 * @param cryplet - Defined.
 * @returns Its manifest.
 */
export function manifestOf(cryplet: Cryplet): Manifest {
  const { name, version, runsIn, wakes, sources, output } = cryplet
  return {
    name,
    version,
    runsIn,
    wakes,
    sources: Object.entries(sources).map(([key, source]) => ({ name: key, ...source })),
    output: Object.entries(output).map(([key, type]) => ({ name: key, ...type })),
  }
}
