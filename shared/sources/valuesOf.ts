import type { Cryplet } from '../authoring/defineCryplet'
import type { Quantities, Quantity } from '../authoring/quantity'
import type { Source } from '../authoring/source'
import { ObservationMismatchError } from './errors'
import { median } from './median'
import type { Observation } from './observation'

/**
 * Derives what a Cryplet runs on from what was observed: of each source the median of its observations.
 *
 * @param cryplet - Whose sources.
 * @param observations - As they were stored; values are integers in decimal digits.
 * @returns One quantity a source.
 * @throws ObservationMismatchError when a source has fewer than its quorum or more than its URLs, or none has the name.
 */
export function valuesOf(
  cryplet: Pick<Cryplet, 'sources'>,
  observations: readonly Pick<Observation, 'source' | 'value'>[],
): Quantities {
  const foreign = observations.find(({ source }) => !Object.hasOwn(cryplet.sources, source))
  if (foreign !== undefined) throw new ObservationMismatchError(foreign.source, 'none', 1)
  const quantities = Object.entries(cryplet.sources).map(([name, declared]): [string, Quantity] => {
    const { unit, decimals } = declared
    const { least, most } = observationsOf(declared)
    const own = observations.filter(({ source }) => source === name)
    if (own.length < least || own.length > most) {
      const range = `${String(least)} to ${String(most)} observations`
      throw new ObservationMismatchError(name, range, own.length)
    }
    return [name, { scaled: median(own.map(({ value }) => BigInt(value))), unit, decimals }]
  })
  return Object.fromEntries(quantities)
}

// Of a chain there is one: what its endpoints agree on.
function observationsOf(source: Source): { readonly least: number; readonly most: number } {
  if (source.kind === 'chainRead') return { least: 1, most: 1 }
  return { least: source.quorum.atLeast, most: source.urls.length }
}
