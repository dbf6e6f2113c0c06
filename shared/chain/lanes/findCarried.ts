import { messageOf } from '../../core/errors'
import type { ClaimOutcome } from '../readOutcome'
import { readOutcome } from '../readOutcome'
import type { Ending, Turn } from './lane'
import type { UnsettledRow } from './rows'

// Whoever carries a claim does so after it was sealed, which was not long before it was accepted.
const BLOCKS_BEFORE = 2_000
// No chain that is served makes more: only how far back is searched depends on it.
const MOST_BLOCKS_A_SECOND = 4

/**
 * Looks for a delivery's claim in transactions that are not its row's: anyone may deliver, so that whatever seems to end a
 * delivery without a transaction of ours may mean that it was delivered.
 *
 * @param turn - Where.
 * @param row - Whose claim.
 * @returns How it ended there; `unripe` while that block may still be reorganised, or while it cannot be told; undefined
 * when nobody carried it.
 */
export async function findCarried(
  turn: Turn,
  row: UnsettledRow,
): Promise<Ending | 'unripe' | undefined> {
  const { deliveryId, receiver } = row
  const untilBlock = turn.view.block.number
  const sinceBlock = row.sinceBlock ?? firstBlock(turn, row.acceptedAtInMs)
  let found: ClaimOutcome | undefined
  try {
    const digests = await turn.digestsOf(deliveryId)
    const logs = await turn.chain.logsOf({ receiver, digests, sinceBlock, untilBlock })
    found = readOutcome(logs, { receiver, digests })
  } catch (error) {
    // It cannot be told now, of this one: its neighbours go on.
    turn.log.warn('a claim was not looked for', { deliveryId, reason: messageOf(error) })
    return 'unripe'
  }
  if (found === undefined) return undefined
  if (untilBlock - found.blockNumber < turn.confirmations) return 'unripe'
  const reasons = [...found.reasons, 'delivered by a transaction that is not in the journal']
  return { ...found, reasons }
}

/**
 * Gives a block from before anybody could have delivered a claim that is tried for the first time, however long it waited
 * for that.
 *
 * @param turn - For the newest block and the time.
 * @param acceptedAtInMs - When its delivery was accepted, or earlier.
 * @returns Its number.
 */
export function firstBlock(turn: Pick<Turn, 'view' | 'clock'>, acceptedAtInMs: number): number {
  const { view, clock } = turn
  const waitedInMs = Math.max(0, clock.nowInMs() - acceptedAtInMs)
  const blocks = Math.ceil((MOST_BLOCKS_A_SECOND * waitedInMs) / 1000)
  return Math.max(0, view.block.number - blocks - BLOCKS_BEFORE)
}
