import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import { withoutStaleDoubts } from './confirm'
import { runErrands } from './errands'
import { broadcastRows, followFlying } from './followFlying'
import { followMined } from './followMined'
import type { Change, LaneState, OpenRow } from './journal'
import { MOST_OPERATIONS } from './journal'
import type { Decision, Lane, Step, Turn } from './lane'
import { ChainBehindJournalError, requireSender } from './lane'
import { charge } from './meter'
import { sentRows } from './nonces'
import { obey } from './obey'
import type { Control } from './operator'
import type { FillerRow, LaneRow, SentRow, SettledRow } from './rows'
import { lastAttempt } from './rows'
import { signDue } from './signDue'

const MOST_TOLD = 48

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
  for (;;) {
    const step = await stepOf(lane)
    if (step === 'conflict') lane.log.warn('another writer is on this lane', { ...lane.key })
    if (step !== 'moved') return step
  }
}

// Tells what is settled; then decides on what is in flight and on what is due, and writes it all at once.
async function stepOf(lane: Lane): Promise<Step> {
  const state = await lane.journal.read(lane.key)
  const told = await tellSettled(lane, state)
  const closings = told.map((from): Decision => ({ change: { from, to: 'past' } }))
  if (isDue(lane, state)) return work(lane, state, closings)
  if (closings.length > 0) return write({ ...lane, state }, closings)
  return hasWork(state) ? 'waiting' : 'idle'
}

async function work(lane: Lane, state: LaneState, closings: readonly Decision[]): Promise<Step> {
  try {
    const signer = requireSender(await lane.senders(), lane.key)
    const view = await lane.chain.look(lane.key.sender)
    const { confirmedNonce } = state.head
    if (view.minedNonce < confirmedNonce) {
      throw new ChainBehindJournalError(lane.key, view.minedNonce, confirmedNonce)
    }
    const rows = await withoutStaleDoubts(lane.chain, state.rows, view.block.number)
    return await decide({ ...lane, signer, state: { ...state, rows }, view }, closings)
  } catch (error) {
    // What is told is done with, also while its chain is down.
    if (closings.length > 0) await write({ ...lane, state }, closings)
    throw error
  }
}

async function decide(turn: Turn, closings: readonly Decision[]): Promise<Step> {
  const { decisions, fulfilled } = await obey(turn)
  if (decisions.length + fulfilled.length > 0) {
    return write(turn, [...decisions, ...closings], fulfilled)
  }
  const errands = await runErrands(turn)
  if (errands.fulfilled.length > 0) {
    return write(turn, [...errands.decisions, ...closings], errands.fulfilled)
  }
  const sent = sentRows(turn)
  const { minedNonce } = turn.view
  const [mined, flying] = await Promise.all([
    followMined(
      turn,
      sent.filter(({ row }) => row.nonce < minedNonce),
    ),
    followFlying(
      turn,
      sent.filter(({ row }) => row.nonce >= minedNonce),
    ),
  ])
  const followed = [...mined, ...flying]
  const signed = await signDue(turn, MOST_OPERATIONS - sizeOf(followed))
  const all = [...followed, ...signed, ...closings]
  return all.length > 0 ? write(turn, all) : 'waiting'
}

async function write(
  turn: Lane & Pick<Turn, 'state'>,
  decisions: readonly Decision[],
  fulfilled: readonly Hex[] = [],
): Promise<Step> {
  const { state, journal, key } = turn
  const done = fulfilled.slice(0, MOST_OPERATIONS)
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
  if (written === 'conflict') return 'conflict'
  await announce(turn, changes)
  return 'moved'
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
  if (toSend.length > 0) await broadcastRows(turn, toSend)
}

function isNewlySigned({ from }: Change, to: LaneRow | FillerRow): to is SentRow {
  if (to.state !== 'signed' && to.state !== 'filler') return false
  return from === undefined || !('raw' in from.row) || from.row.raw !== to.raw
}

// What fails here is repeated by the next look; others are told all the same.
async function tellSettled(lane: Lane, state: LaneState): Promise<readonly OpenRow[]> {
  const settled = state.rows.filter(isSettled).slice(0, MOST_TOLD)
  const told = await Promise.all(
    settled.map(async (open) => {
      const { deliveryId, wakeId } = open.row
      try {
        if ((await lane.tell(open.row)) === 'raised') {
          logPoint(lane.log, 'raised', { wakeId, deliveryId })
        }
        return [open]
      } catch (error) {
        lane.log.error('a run was not told', { deliveryId, reason: messageOf(error) })
        return []
      }
    }),
  )
  return told.flat()
}

/**
 * Tells whether a lane has anything to do, now or later.
 *
 * @param state - Of the lane.
 * @returns False also when all that is left is parked: it waits for an operator alone.
 */
export function hasWork(state: LaneState): boolean {
  const { rows, control } = state
  return isAsked(control) || rows.some(({ row }) => row.state !== 'parked')
}

// A lane that is paused signs no errand either.
function isAsked({ wishes, errands, pausedBecause }: Control): boolean {
  return wishes.size > 0 || (errands.size > 0 && pausedBecause === undefined)
}

// Whether its chain has to be looked at.
function isDue({ clock }: Lane, { rows, control }: LaneState): boolean {
  const now = clock.nowInMs()
  if (isAsked(control)) return true
  return rows.some(({ row }) =>
    row.state === 'accepted'
      ? row.nextTryAtInMs <= now
      : row.state === 'signed' || row.state === 'filler',
  )
}

function isSettled(open: OpenRow): open is OpenRow<SettledRow> {
  return open.row.state === 'settled'
}
