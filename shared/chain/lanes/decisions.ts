import { nowInSeconds } from '../../core/clock'
import { noteDoubt } from './confirm'
import { findCarried, firstBlock } from './findCarried'
import { remember } from './history'
import type { Decision, Ending, Turn } from './lane'
import type { OpenRow } from './laneState'
import type { AcceptedRow, SettledRow, UnsettledRow } from './rows'
import { deliveryOf, progressOf } from './rows'

/** Why a delivery has to wait. */
export type Delay = {
  /** In words that do not change from look to look: a row is written only when they do. */
  readonly waitingFor: string
  /** Set when its transaction was mined and reverted. */
  readonly wasReverted?: true
  /** A bad sign to be confirmed. */
  readonly doubt?: string
  /** Set when only the chain's next block or price matters: it is asked again at the next look, however often. */
  readonly isChainsTurn?: true
}

const LONGEST_WAIT_IN_MS = 60_000
const SHORTEST_WAIT_IN_MS = 1_000

/**
 * Ends a delivery: the second durable write of a lane, and the only place where a submitted delivery ends.
 *
 * @param turn - Of its lane.
 * @param open - The row as it was read.
 * @param ending - What became of it.
 * @returns What to write.
 */
export function settle(turn: Turn, open: OpenRow<UnsettledRow>, ending: Ending): Decision {
  const { transaction, reasons } = ending
  const detail = [transaction, ...reasons].filter((part) => part !== undefined).join('; ')
  const happening = { atInMs: turn.clock.nowInMs(), what: ending.outcome, detail }
  const to: SettledRow = {
    ...deliveryOf(open.row),
    state: 'settled',
    history: remember(open.row.history, happening),
    end: { ...ending, endedAt: nowInSeconds(turn.clock) },
  }
  return { change: { from: open, to } }
}

/**
 * Ends a delivery without a transaction of ours, unless somebody else has carried its claim: then as that one ended.
 *
 * @param turn - Of its lane.
 * @param open - The row as it was read.
 * @param ending - What became of it when nobody has.
 * @returns What to write; a delay while the other's transaction may still be reorganised.
 */
export async function settleUncarried(
  turn: Turn,
  open: OpenRow<UnsettledRow>,
  ending: Ending,
): Promise<Decision | undefined> {
  const carried = await findCarried(turn, open.row)
  if (carried !== 'unripe') return settle(turn, open, carried ?? ending)
  if (open.row.state !== 'accepted') return undefined
  const waitingFor = 'blocks that confirm who delivered it'
  return putOff(turn, open, { waitingFor, isChainsTurn: true })
}

/**
 * Gives a delivery another turn later, and writes down why: the wait doubles from one second to a minute.
 *
 * @param turn - Of its lane.
 * @param open - What was tried; it holds no nonce, or one that is used up.
 * @param delay - Why.
 * @returns What to write; nothing when the row says so already and only the chain's turn is awaited.
 */
export function putOff(
  turn: Turn,
  open: OpenRow<UnsettledRow>,
  delay: Delay,
): Decision | undefined {
  const { row } = open
  const { waitingFor, wasReverted, doubt, isChainsTurn } = delay
  const isNews = row.state !== 'accepted' || row.waitingFor !== waitingFor
  if (!isNews && isChainsTurn === true && row.doubt === doubt) return undefined
  const { deliveryId, reverts } = row
  if (isNews) turn.log.warn('delivery waits', { deliveryId, waitingFor })
  const happening = { atInMs: turn.clock.nowInMs(), what: 'put off', detail: waitingFor }
  const to: AcceptedRow = {
    ...deliveryOf(row),
    ...progressOf(row),
    ...(doubt === undefined ? {} : noteDoubt(turn, row, doubt)),
    ...nextTry(turn, row, delay),
    state: 'accepted',
    waitingFor,
    reverts: wasReverted === true ? reverts + 1 : reverts,
    sinceBlock: row.sinceBlock ?? firstBlock(turn, row.acceptedAtInMs),
    history: isNews ? remember(row.history, happening) : row.history,
  }
  return { change: { from: open, to } }
}

function nextTry(
  { clock }: Turn,
  { tries }: UnsettledRow,
  { isChainsTurn, doubt }: Delay,
): Pick<AcceptedRow, 'tries' | 'nextTryAtInMs'> {
  const now = clock.nowInMs()
  if (isChainsTurn === true) return { tries, nextTryAtInMs: now }
  // What the next block decides is asked at the next ring.
  if (doubt !== undefined) return { tries, nextTryAtInMs: now + SHORTEST_WAIT_IN_MS }
  const doubled = Math.min(LONGEST_WAIT_IN_MS, SHORTEST_WAIT_IN_MS * 2 ** Math.min(tries, 6))
  return { tries: tries + 1, nextTryAtInMs: now + doubled }
}

/**
 * Takes a delivery out of the lane's way that cannot be worked on as it is.
 *
 * @param turn - Of its lane.
 * @param open - What was tried.
 * @param reason - Why not.
 * @returns What to write.
 */
export function park(turn: Turn, open: OpenRow<UnsettledRow>, reason: string): Decision {
  const { row } = open
  turn.log.error('delivery parked', { deliveryId: row.deliveryId, reason })
  const happening = { atInMs: turn.clock.nowInMs(), what: 'parked', detail: reason }
  const history = remember(row.history, happening)
  const parked = { ...deliveryOf(row), ...progressOf(row), history, waitingFor: reason }
  return { change: { from: open, to: { ...parked, state: 'parked' } } }
}
