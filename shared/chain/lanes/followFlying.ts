import { logPoint } from '../../core/log'
import type { BroadcastResult, ChainBlock, Fees } from '../chain'
import { chainTime } from './chainTime'
import { forgetDoubt, isConfirmed, noteDoubt } from './confirm'
import type { Funds } from './funds'
import type { Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
import type { Price } from './price'
import { ceilingOf } from './price'
import { cancel, isCancelling, raise, resize } from './replace'
import type { SentRow } from './rows'
import { lastAttempt } from './rows'
import { yieldNonce } from './yieldNonce'

// A block or two may be full by chance.
const BLOCKS_BEFORE_RAISE = 3
// So long somebody else's transaction for our nonce may take to be mined before it is bid against.
const BLOCKS_BEFORE_BIDDING = 10
const MOST_TIMES_MARKET = 5n

/**
 * Brings on what is in flight: sends what no node holds any more, and replaces what is priced too low, has waited too
 * long or carries a claim that has expired.
 *
 * @param turn - Of the lane.
 * @param flying - Rows whose nonces the chain has not used, lowest first.
 * @param funds - Of this look.
 * @returns What to write before it is sent.
 */
export async function followFlying(
  turn: Turn,
  flying: readonly OpenRow<SentRow>[],
  funds: Funds,
): Promise<readonly Decision[]> {
  const { view, inFlight } = turn
  // Nodes take no more of an account: what is further ahead comes into the window by and by.
  const near = flying.filter(({ row }) => row.nonce < view.minedNonce + inFlight)
  const answers = await sendAgain(turn, near)
  if (turn.signer === undefined) return []
  const decisions = await Promise.all(
    near.map((open, index) =>
      bringOn(turn, open, { answer: answers[index], isLowest: index === 0, funds }),
    ),
  )
  return decisions.flatMap((decision) => decision ?? [])
}

/** What a node said to a row's transaction; undefined for what it held already. */
type Answer = BroadcastResult | undefined

async function sendAgain(
  turn: Turn,
  near: readonly OpenRow<SentRow>[],
): Promise<readonly Answer[]> {
  if (near.length === 0) return []
  const held = await turn.chain.holds(near.map(({ row }) => lastAttempt(row).hash))
  const lost = near.filter((_, index) => held[index] !== true)
  if (lost.length === 0) return near.map(() => undefined)
  const results = await broadcastRows(
    turn,
    lost.map(({ row }) => row),
  )
  return near.map((open) => {
    const result = results[lost.indexOf(open)]
    // Some held it: it waits in a pool as the others do.
    return result?.status === 'known' ? undefined : result
  })
}

/**
 * Sends the transactions of rows: what they hold is in the journal.
 *
 * @param turn - Of the lane.
 * @param rows - Lowest nonce first.
 * @returns What the nodes said, in the same order.
 */
export async function broadcastRows(
  turn: Pick<Turn, 'chain' | 'log'>,
  rows: readonly SentRow[],
): Promise<readonly BroadcastResult[]> {
  for (const row of rows) {
    if (row.state !== 'signed') continue
    const { deliveryId } = row
    logPoint(turn.log, 'broadcast', { deliveryId, transaction: lastAttempt(row).hash })
  }
  const results = await turn.chain.broadcast(rows.map(({ raw }) => raw))
  for (const [index, { nonce }] of rows.entries()) {
    const { status = 'unknown', reason } = results[index] ?? {}
    // With its nonce too low it is mined, or the next look tells by what.
    if (status === 'accepted' || status === 'known' || status === 'nonceTooLow') continue
    turn.log.warn('a node did not take a transaction', { nonce, status, reason })
  }
  return results
}

type Seen = { readonly answer: Answer; readonly isLowest: boolean; readonly funds: Funds }

async function bringOn(
  turn: Turn,
  open: OpenRow<SentRow>,
  { answer, isLowest, funds }: Seen,
): Promise<Decision | undefined> {
  const { row, etag } = open
  if (answer?.status === 'rejected') return giveUp(turn, open, answer.reason)
  // Its nonce is not used, or not any more; and its transaction is not rejected.
  const forgotten = forgetDoubt(open)
  if (forgotten !== undefined) return forgotten
  if (!hasExpired(turn, row) && !isDueForMore(turn, row, { answer, isLowest })) return undefined
  const raised = await raise(turn, open, funds)
  if (raised !== undefined || row.state === 'filler' || !isLowest) return raised
  return yieldNonce(turn, { row, etag })
}

function hasExpired(turn: Turn, row: SentRow): boolean {
  return row.state === 'signed' && !isCancelling(row) && chainTime(turn) > row.expiresAt
}

function isDueForMore(
  turn: Turn,
  row: SentRow,
  { answer, isLowest }: Pick<Seen, 'answer' | 'isLowest'>,
): boolean {
  const { view } = turn
  const { price, signedAtBlock } = lastAttempt(row)
  const waited = view.block.number - signedAtBlock
  const isFar = isFarAbove(view.fees, price)
  if (answer !== undefined) return isToBid(row, answer, { waited, isFar })
  return isBelow(view.block, price) || (isLowest && isPassedBy(turn, waited) && !isFar)
}

// What no node held has just been sent: only what waits in a pool is bid up, and what a node finds too cheap.
function isToBid(
  { attempts }: SentRow,
  { status }: BroadcastResult,
  { waited, isFar }: { readonly waited: number; readonly isFar: boolean },
): boolean {
  // By steps of a block: what one node asks for may be far from what is needed.
  if (status === 'underpriced') return waited > 0 && !isFar
  if (status !== 'replacementUnderpriced') return false
  return attempts.length > 1 || waited >= BLOCKS_BEFORE_BIDDING
}

function isBelow({ baseFeePerGas }: ChainBlock, price: Price): boolean {
  return baseFeePerGas !== undefined && ceilingOf(price) < baseFeePerGas
}

// Where it pays many times what others do, no price is what keeps it: bidding on would only burn the sender's money.
function isFarAbove(market: Fees, price: Price): boolean {
  return ceilingOf(price) > MOST_TIMES_MARKET * ceilingOf(market)
}

// A chain that mines on demand makes a block for each of those before it: that says nothing of its price.
function isPassedBy({ quietRefusalInMs }: Turn, waited: number): boolean {
  return quietRefusalInMs === undefined && waited >= BLOCKS_BEFORE_RAISE
}

// What every node refuses for good: its nonce is used up by a transaction without effect.
async function giveUp(
  turn: Turn,
  open: OpenRow<SentRow>,
  reason: string,
): Promise<Decision | undefined> {
  const { row, etag } = open
  if (row.state === 'filler' || isCancelling(row)) return resize(turn, open)
  // In a word: each node has its own reason, and whose answer is first changes.
  const doubt = 'rejected'
  if (isConfirmed(turn, row, doubt)) {
    const reasons = [`the nodes reject its transaction: ${reason}`]
    return cancel(turn, { row, etag }, { outcome: 'refused', reasons })
  }
  if (row.doubt === doubt) return undefined
  return { change: { from: open, to: { ...row, ...noteDoubt(turn, row, doubt) } } }
}
