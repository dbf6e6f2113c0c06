import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import { runErrands } from './errands'
import { broadcastRows, followFlying } from './followFlying'
import { followMined } from './followMined'
import type { Change, LaneState, OpenRow } from './journal'
import { MOST_CHANGES, MOST_SIGNED } from './journal'
import type { Decision, Lane, Step, Turn } from './lane'
import { ChainBehindJournalError, requireSender } from './lane'
import { charge } from './meter'
import { sentRows } from './nonces'
import { obey } from './obey'
import type { Control } from './operator'
import type { FillerRow, LaneRow, SentRow, SettledRow } from './rows'
import { lastAttempt } from './rows'
import { signDue } from './signDue'

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

// Tells what is settled first, then follows what is in flight, then signs what is due.
async function stepOf(lane: Lane): Promise<Step> {
  const state = await lane.journal.read(lane.key)
  const told = await tellSettled(lane, state)
  if (told.length > 0) return close(lane, state, told)
  if (!hasWork(state)) return 'idle'
  if (!isDue(lane, state)) return 'waiting'
  const signer = requireSender(await lane.senders(), lane.key)
  const view = await lane.chain.look(lane.key.sender)
  const { confirmedNonce } = state.head
  if (view.minedNonce < confirmedNonce) {
    throw new ChainBehindJournalError(lane.key, view.minedNonce, confirmedNonce)
  }
  return decide({ ...lane, signer, state, view })
}

async function decide(turn: Turn): Promise<Step> {
  const { decisions, fulfilled } = await obey(turn)
  if (decisions.length + fulfilled.length > 0) return write(turn, decisions, fulfilled)
  const errands = await runErrands(turn)
  if (errands.fulfilled.length > 0) return write(turn, errands.decisions, errands.fulfilled)
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
  if (followed.length > 0) return write(turn, followed)
  const signed = await signDue(turn)
  return signed.length > 0 ? write(turn, signed) : 'waiting'
}

async function write(
  turn: Turn,
  decisions: readonly Decision[],
  fulfilled: readonly Hex[] = [],
): Promise<Step> {
  // What does not fit is decided anew at the next look.
  const most = decisions.some(({ cost }) => cost !== undefined) ? MOST_CHANGES : MOST_SIGNED
  const now = decisions.slice(0, most - Math.min(fulfilled.length, MOST_CHANGES))
  const changes = now.map(({ change }) => change)
  const { state, journal, key } = turn
  const used = now.flatMap(({ usedNonce }) => usedNonce ?? [])
  const written = await journal.write(key, {
    state,
    changes,
    meters: charge(
      state.meters,
      now.flatMap(({ cost }) => cost ?? []),
    ),
    confirmedNonce: Math.max(0, ...used.map((nonce) => nonce + 1)),
    fulfilled: fulfilled.slice(0, MOST_CHANGES),
  })
  if (written === 'conflict') return 'conflict'
  await announce(turn, changes)
  return 'moved'
}

// Only what is written is told and sent.
async function announce(turn: Turn, changes: readonly Change[]): Promise<void> {
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
  const settled = state.rows.filter(isSettled).slice(0, MOST_CHANGES)
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

async function close(lane: Lane, state: LaneState, told: readonly OpenRow[]): Promise<Step> {
  const changes = told.map((from) => ({ from, to: 'past' as const }))
  const written = await lane.journal.write(lane.key, { state, changes })
  return written === 'written' ? 'moved' : 'conflict'
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

function isDue({ clock }: Lane, { rows, control }: LaneState): boolean {
  const now = clock.nowInMs()
  if (isAsked(control)) return true
  return rows.some(({ row }) =>
    row.state === 'accepted' ? row.nextTryAtInMs <= now : row.state !== 'parked',
  )
}

function isSettled(open: OpenRow): open is OpenRow<SettledRow> {
  return open.row.state === 'settled'
}
