import type { SenderKey } from './lane'
import type { Control } from './operator'
import type { AcceptedRow } from './rows'

const NO_KEY = 'the key of its sender, which is not among SENDER_KEY_FILES'
/** What a delivery waits for in a lane that is paused. */
export const PAUSED = 'its lane to be resumed'

/**
 * Tells why a lane signs nothing new. What needs no signature goes on: claims expire, and what is in flight is followed.
 *
 * @param control - What operators have told it.
 * @param signer - The key of its sender, if there is one.
 * @returns In words for people; undefined when it signs.
 */
export function heldBy(control: Control, signer: SenderKey | undefined): string | undefined {
  if (signer === undefined) return NO_KEY
  return control.pausedBecause === undefined ? undefined : PAUSED
}

/**
 * Tells whether a delivery is to be tried: as soon as its lane is resumed, whenever else it was to be.
 *
 * @param row - That waits.
 * @param nowInMs - The clock.
 * @param control - What operators have told its lane.
 * @returns False for a later time.
 */
export function isDueNow(row: AcceptedRow, nowInMs: number, control: Control): boolean {
  const isResumed = row.waitingFor === PAUSED && control.pausedBecause === undefined
  return isResumed || row.nextTryAtInMs <= nowInMs
}
