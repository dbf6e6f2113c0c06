import type { Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
import { placeKey } from './place'
import { ceilingOf } from './price'
import { cancelFor } from './replace'
import type { FillerRow, LaneRow, SignedRow } from './rows'
import { lastAttempt } from './rows'

// A spike may be over by then.
const BLOCKS_BEFORE_YIELDING = 6

/**
 * Gives up the lowest nonce of a lane where its claim cannot be bid up, for its cap or its budget, while others behind it
 * could be mined: a transaction without effect takes the nonce at the lane's cost, and the claim waits for another.
 *
 * @param turn - Of the lane.
 * @param open - What holds the lowest nonce.
 * @returns What to write; nothing while nobody is held up, or it has not waited for long.
 */
export async function yieldNonce(
  turn: Turn,
  open: OpenRow<SignedRow>,
): Promise<Decision | undefined> {
  const { row } = open
  const { kind, signedAtBlock } = lastAttempt(row)
  const hasWaited = turn.view.block.number - signedAtBlock >= BLOCKS_BEFORE_YIELDING
  if (kind === 'cancel' || !hasWaited) return undefined
  if (!turn.state.rows.some((other) => isHeldUp(turn, row, other.row))) return undefined
  turn.log.warn('a nonce is given up', { deliveryId: row.deliveryId, nonce: row.nonce })
  return cancelFor(turn, open, undefined)
}

// By its price, or by a window that is full.
function isHeldUp({ view }: Turn, lowest: SignedRow, other: LaneRow | FillerRow): boolean {
  if (other.state === 'accepted') {
    return other.waitingFor === undefined && placeKey(other) !== placeKey(lowest)
  }
  if (other.state !== 'signed' && other.state !== 'filler') return false
  const ceiling = ceilingOf(lastAttempt(other).price)
  return other.nonce > lowest.nonce && ceiling > (view.block.baseFeePerGas ?? 0n)
}
