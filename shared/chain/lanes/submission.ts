import type { Clock } from '../../core/clock'
import type { Hex } from '../../core/hex'
import type { OpenRow } from './laneState'
import type { Control, Wish } from './operator'
import type { Attempt, LaneEnd, LaneRow, SignedRow } from './rows'
import { unblockedBy } from './waits'

/** One delivery in its lane, for people: never the bytes that were signed. */
export type Submission = Pick<LaneRow, 'deliveryId' | 'receiver' | 'subscription' | 'history'> & {
  readonly state: LaneRow['state']
  /** Since it was accepted. */
  readonly ageInSeconds: number
  readonly nonce?: number
  /** Every transaction for its nonce, oldest first. */
  readonly attempts?: readonly Attempt[]
  /** How it ends when its cancellation is mined. */
  readonly cancelledAs?: NonNullable<SignedRow['cancelledAs']>
  readonly waitingFor?: string
  readonly unblockedBy?: string
  /** Of an operator, not done yet. */
  readonly wish?: Wish
  readonly end?: LaneEnd
}

const MEND_OR_CANCEL =
  'Mend what it names, then "cryplet lanes replay"; or end it with "cryplet lanes cancel".'

/**
 * Tells where a delivery stands in its lane.
 *
 * @param row - Of it, in any state.
 * @param clock - For its age.
 * @param wish - What an operator wants of it, if anything.
 * @returns What may be shown.
 */
export function submissionOf(row: LaneRow, clock: Clock, wish?: Wish): Submission {
  const { deliveryId, receiver, subscription, state, acceptedAtInMs, history } = row
  return {
    ...{ deliveryId, receiver, subscription, state, history },
    ageInSeconds: Math.max(0, Math.floor((clock.nowInMs() - acceptedAtInMs) / 1000)),
    ...(wish !== undefined && { wish }),
    ...stateDetails(row),
  }
}

/**
 * Lists the deliveries of a lane's rows.
 *
 * @param rows - In any order, which is kept.
 * @param control - With the wishes.
 * @param clock - For their ages.
 * @returns Without what the lane sends for itself.
 */
export function submissionsOf(
  rows: readonly OpenRow[],
  control: Control,
  clock: Clock,
): readonly Submission[] {
  const wishOf = (id: Hex): Wish | undefined => control.wishes.get(id)?.wish
  return rows.flatMap(({ row }) =>
    row.state === 'filler' ? [] : [submissionOf(row, clock, wishOf(row.deliveryId))],
  )
}

function stateDetails(row: LaneRow): Partial<Submission> {
  if (row.state === 'settled') return { end: row.end }
  if (row.state === 'signed') {
    const { nonce, attempts, cancelledAs } = row
    return { nonce, attempts, ...(cancelledAs !== undefined && { cancelledAs }) }
  }
  const { waitingFor } = row
  if (row.state === 'parked') {
    return { waitingFor: waitingFor ?? 'an operator', unblockedBy: MEND_OR_CANCEL }
  }
  return waitingFor === undefined ? {} : { waitingFor, unblockedBy: unblockedBy(waitingFor) }
}
