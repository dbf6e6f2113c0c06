import type { Doubt } from './confirm'
import type { OpenRow } from './journal'
import type { Step, Turn } from './lane'
import type { AcceptedRow, UnsettledRow } from './rows'
import { deliveryOf } from './rows'

/** Why a delivery has to wait. */
export type Delay = Doubt & {
  /** In words. */
  readonly waitingFor: string
  /** Set when its transaction was mined and reverted. */
  readonly wasReverted?: true
  /** Set when its transaction was not taken by any node, so that its nonce is free again. */
  readonly freesNonce?: true
}

const LONGEST_WAIT_IN_MS = 60_000
// Whoever carries a claim before us does so after it was sealed, which was not long before it first had to wait.
const BLOCKS_BEFORE = 2_000

/**
 * Gives a delivery another turn later, and writes down why: the wait doubles from one second to a minute.
 *
 * @param turn - Of its lane.
 * @param open - What was tried.
 * @param delay - Why, and the sign to be confirmed, if there is one.
 * @returns `moved`: others may go first; `conflict` when another writer came first.
 */
export async function putOff(turn: Turn, open: OpenRow<UnsettledRow>, delay: Delay): Promise<Step> {
  const { row } = open
  const { deliveryId } = row
  const { waitingFor } = delay
  if (row.state !== 'accepted' || row.waitingFor !== waitingFor) {
    turn.log.warn('delivery waits', { deliveryId, waitingFor })
  }
  const later = await laterTurn(turn, row, delay)
  const { journal } = turn
  const written =
    delay.freesNonce === true && row.state === 'signed'
      ? await journal.release({ row, etag: open.etag }, later, turn.head)
      : await journal.change(open, later)
  return written === 'conflict' ? 'conflict' : 'moved'
}

async function laterTurn(turn: Turn, row: UnsettledRow, delay: Delay): Promise<AcceptedRow> {
  const { waitingFor, wasReverted, doubt, doubtedAtBlock, doubtedAtInMs } = delay
  const { sinceBlock = await blockBefore(turn), reverts, tries } = row
  const isDoubted = doubt !== undefined
  const waitInMs = Math.min(LONGEST_WAIT_IN_MS, 1_000 * 2 ** Math.min(tries, 6))
  return {
    ...deliveryOf(row),
    ...(isDoubted && { doubt, doubtedAtBlock, doubtedAtInMs }),
    state: 'accepted',
    waitingFor,
    tries: tries + 1,
    reverts: wasReverted === true ? reverts + 1 : reverts,
    sinceBlock,
    // What the next block decides is asked at the next ring.
    nextTryAtInMs: turn.clock.nowInMs() + (isDoubted ? 1_000 : waitInMs),
  }
}

async function blockBefore({ chain }: Turn): Promise<number> {
  return Math.max(0, (await chain.latestBlock()).number - BLOCKS_BEFORE)
}
