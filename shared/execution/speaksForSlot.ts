import type { Cryplet } from '../authoring/defineCryplet'

/**
 * Tells for which instant a Cryplet's claims speak: for the slot when every source can answer for a past instant, and else
 * for the moment of asking.
 *
 * @param cryplet - Defined.
 * @returns True for the slot.
 */
export function speaksForSlot(cryplet: Cryplet): boolean {
  return Object.values(cryplet.sources).every(({ asOf }) => asOf === 'slot')
}
