import type { Clock } from '../../core/clock'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import { withoutStaleDoubts } from './confirm'
import { runErrands } from './errands'
import { broadcastRows, followFlying } from './followFlying'
import { followMined } from './followMined'
import { openFunds } from './funds'
import { heldBy, isDueNow } from './held'
import { MOST_OPERATIONS } from './journal'
import type { Decision, Lane, Step, Turn } from './lane'
import { ChainBehindJournalError, senderOf } from './lane'
import type { Change, LaneState, OpenRow } from './laneState'
import { charge } from './meter'
import { sentRows } from './nonces'
import { OPERATIONS_A_WISH, obey } from './obey'
import type { Control } from './operator'
import type { FillerRow, LaneRow, SentRow } from './rows'
import { lastAttempt } from './rows'
import { isSame, listLane, seeNext } from './seenLane'
import { signDue } from './signDue'
import { closingsOf, tellSettled } from './tellSettled'

// However much there is to do, the function that rang must end: the next ring goes on.
const LONGEST_IN_MS = 60_000
// As many as fill a writing: each takes two operations.
const CLOSED_AT_ONCE = Math.floor(MOST_OPERATIONS / 2)
// A chain that mines on demand has mined what it was sent in a moment: who looks sooner sees some of it, and again the rest.
const MINED_ON_DEMAND_IN_MS = 8

/**
 * Works a lane until it is empty or waits for its chain: one sender, many transactions in flight.
 *
 * Two drains of one lane at once do no harm: every writing names the head's etag as it was before the look that it rests
 * on, so that one of them writes and the other stops; and nothing is sent that is not written.
 *
 * @param lane - Which, with what it works on.
 * @returns `idle` when nothing is left that time or the chain brings on.
 * @throws ChainBehindJournalError, ChainUnreachableError and whatever else stops the lane; the next ring goes on.
 */
export async function drainLane(lane: Lane): Promise<Exclude<Step, 'moved'>> {
  let seen = await listLane(lane)
  let told: ReadonlySet<Hex> = new Set()
  const until = lane.clock.nowInMs() + LONGEST_IN_MS
  while (lane.clock.nowInMs() <= until) {
    told = await tellSettled(lane, seen.state, told)
    const { step, after } = await stepOf(lane, seen.state, closingsOf(seen.state, told))
    if (step === 'conflict') {
      lane.log.warn('another writer is on this lane', { ...lane.key })
      return step
    }
    if (step !== 'moved' && seen.isListed) return step
    const next = await seeNext(lane, seen, after)
    if (step !== 'moved' && isSame(seen, next)) return step
    seen = next
  }
  return 'waiting'
}

type Stepped = {
  readonly step: Step
  /** The lane after what was written, where that is known. */
  readonly after?: LaneState | undefined
}

// Decides on what is in flight and on what is due, and writes it all at once.
async function stepOf(
  lane: Lane,
  state: LaneState,
  closings: readonly Decision[],
): Promise<Stepped> {
  if (isDue(lane.clock, state)) return work(lane, state, closings)
  if (closings.length > 0) return write({ ...lane, state }, closings)
  return { step: isWaiting(state) ? 'waiting' : 'idle' }
}

async function work(lane: Lane, state: LaneState, closings: readonly Decision[]): Promise<Stepped> {
  try {
    const signer = senderOf(await lane.senders(), lane.key)
    const view = await lane.chain.look(lane.key.sender)
    const { confirmedNonce } = state.head
    if (view.minedNonce < confirmedNonce) {
      throw new ChainBehindJournalError(lane.key, view.minedNonce, confirmedNonce)
    }
    const rows = await withoutStaleDoubts(lane.chain, state.rows, view.block.number)
    const heldBecause = heldBy(state.control, signer)
    return await decide({ ...lane, signer, heldBecause, state: { ...state, rows }, view }, closings)
  } catch (error) {
    // What is told is done with, also while its chain is down.
    if (closings.length > 0) await write({ ...lane, state }, closings)
    throw error
  }
}

async function decide(turn: Turn, closings: readonly Decision[]): Promise<Stepped> {
  const { decisions, fulfilled } = await obey(turn)
  if (decisions.length + fulfilled.length > 0) return write(turn, decisions, fulfilled)
  const errands = await runErrands(turn)
  if (errands.fulfilled.length > 0) return write(turn, errands.decisions, errands.fulfilled)
  const moves = await move(turn)
  // Claims come first: what is done with is put away when there is time, or when it fills a writing.
  const isTidied = moves.length === 0 || closings.length >= CLOSED_AT_ONCE
  const all = isTidied ? [...moves, ...closings] : moves
  return all.length > 0 ? write(turn, all) : { step: 'waiting' }
}

async function move(turn: Turn): Promise<readonly Decision[]> {
  const { minedNonce } = turn.view
  const sent = sentRows(turn)
  const mined = sent.filter(({ row }) => row.nonce < minedNonce)
  const flying = sent.filter(({ row }) => row.nonce >= minedNonce)
  const funds = openFunds(turn)
  // What is final takes two operations at most, its row's and a meter's; what flies beyond the window is left alone.
  const final = mined.filter((open) => mayBeFinal(turn, open))
  const most = MOST_OPERATIONS - 2 * final.length - Math.min(flying.length, turn.inFlight)
  const decided = await Promise.all([
    followMined(turn, mined),
    followFlying(turn, flying, funds),
    signDue(turn, most, funds),
  ])
  return decided.flat()
}

// It cannot have been mined before it was signed.
function mayBeFinal({ view, confirmations }: Turn, { row }: OpenRow<SentRow>): boolean {
  return view.block.number >= (row.attempts[0]?.signedAtBlock ?? 0) + confirmations
}

async function write(
  turn: Lane & Pick<Turn, 'state'>,
  decisions: readonly Decision[],
  fulfilled: readonly Hex[] = [],
): Promise<Stepped> {
  const { state, journal, key } = turn
  const { keys } = state.control
  // Some of a delivery's wishes may be left: they find it done.
  const done = fulfilled
    .flatMap((id) => keys.get(id) ?? [])
    .slice(0, MOST_OPERATIONS - OPERATIONS_A_WISH)
  // What does not fit is decided anew at the next look.
  const now = fitting(decisions, MOST_OPERATIONS - done.length)
  const changes = now.map(({ change }) => change)
  const used = now.flatMap(({ usedNonce }) => usedNonce ?? [])
  const written = await journal.write(key, {
    state,
    changes,
    meters: charge(
      state.meters,
      now.flatMap(({ cost }) => cost ?? []),
    ),
    confirmedNonce: Math.max(0, ...used.map((nonce) => nonce + 1)),
    fulfilled: done,
  })
  if (written === 'conflict') return { step: written }
  await announce(turn, changes)
  return { step: 'moved', after: written.after }
}

function fitting(decisions: readonly Decision[], room: number): readonly Decision[] {
  let count = 0
  while (count < decisions.length && sizeOf(decisions.slice(0, count + 1)) <= room) count++
  return decisions.slice(0, count)
}

// At most: a row that goes out of sight is removed and inserted, and one with a cost has a meter as well.
function sizeOf(decisions: readonly Decision[]): number {
  return decisions.reduce(
    (sum, { change, cost }) => sum + 1 + Number(change.to === 'past') + Number(cost !== undefined),
    0,
  )
}

// Only what is written is told and sent.
async function announce(turn: Lane, changes: readonly Change[]): Promise<void> {
  const toSend: SentRow[] = []
  for (const change of changes) {
    const { to } = change
    if (to === 'past') continue
    if (to.state === 'settled') {
      const { outcome, transaction } = to.end
      logPoint(turn.log, 'settled', { deliveryId: to.deliveryId, outcome, transaction })
    }
    if (isNewlySigned(change, to)) toSend.push(to)
  }
  for (const row of toSend.filter((each) => each.state === 'signed')) {
    const { deliveryId, nonce } = row
    logPoint(turn.log, 'signed', { deliveryId, transaction: lastAttempt(row).hash, nonce })
  }
  if (toSend.length === 0) return
  await broadcastRows(turn, toSend)
  if (turn.quietRefusalInMs !== undefined) await turn.wait(MINED_ON_DEMAND_IN_MS)
}

function isNewlySigned({ from }: Change, to: LaneRow | FillerRow): to is SentRow {
  if (to.state !== 'signed' && to.state !== 'filler') return false
  return from === undefined || !('raw' in from.row) || from.row.raw !== to.raw
}

/**
 * Tells whether a lane has anything to do now: what waits for a later time is rung for then.
 *
 * @param state - Of the lane.
 * @param clock - The time.
 * @returns False also when all that is left is parked: it waits for an operator alone.
 */
export function hasWork(state: LaneState, clock: Clock): boolean {
  return isDue(clock, state) || state.rows.some(({ row }) => row.state === 'settled')
}

// Whether it is to be looked at again soon.
function isWaiting({ rows, control }: LaneState): boolean {
  return isAsked(control) || rows.some(({ row }) => row.state !== 'parked')
}

// A lane that is paused signs no errand either.
function isAsked({ wishes, errands, pausedBecause }: Control): boolean {
  return wishes.size > 0 || (errands.size > 0 && pausedBecause === undefined)
}

// Whether its chain has to be looked at.
function isDue(clock: Clock, { rows, control }: LaneState): boolean {
  const now = clock.nowInMs()
  if (isAsked(control)) return true
  return rows.some(({ row }) =>
    row.state === 'accepted'
      ? isDueNow(row, now, control)
      : row.state === 'signed' || row.state === 'filler',
  )
}
