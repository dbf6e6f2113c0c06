import type { Clock } from '../../core/clock'
import { messageOf } from '../../core/errors'
import type { Chain, ChainView } from '../chain'
import { mostOf } from './funds'
import { PAUSED } from './held'
import type { BrokenRow, LaneState } from './laneState'
import type { Meter } from './meter'
import { sentRows } from './nonces'
import type { NotedFault } from './notedFault'
import type { LaneKey } from './rows'
import { laneId } from './rows'
import type { Submission } from './submission'
import { submissionsOf } from './submission'
import type { Wait } from './waits'
import { together, unblockedBy } from './waits'

/** Where a lane stands, in short. */
export type LaneSummary = {
  /** `chainId:sender`. */
  readonly lane: string
  readonly state: 'idle' | 'working' | 'paused'
  /** Nonces: all below the first are used for good; the second is the chain's, left out when it does not answer. */
  readonly position: { readonly confirmedNonce: number; readonly minedNonce?: number }
  /** Deliveries that have no transaction yet. */
  readonly waiting: number
  /** Transactions that are not mined, also those without effect. */
  readonly inFlight: number
  /** Mined, but not deep enough to be final. */
  readonly confirming: number
  readonly parked: number
  readonly unreadable: number
  /** Ended, but their runs are not told yet. */
  readonly settled: number
  /** Of the oldest delivery that has not ended. */
  readonly oldestAgeInSeconds?: number
  /** In wei; left out when the chain does not answer. */
  readonly balanceInWei?: string
  /** What stopped it last, maybe long ago. */
  readonly lastError?: NotedFault
  readonly waitsFor: readonly Wait[]
}

/** Where a lane stands. */
export type LaneReport = LaneSummary & {
  /** The chain's, with what waits in pools; left out when it does not answer. */
  readonly pendingNonce?: number
  readonly meters: readonly Meter[]
  /** The oldest ones. */
  readonly submissions: readonly Submission[]
  /** How many more there are. */
  readonly leftOut: number
  readonly unreadableRows: readonly Pick<BrokenRow, 'id' | 'reason' | 'nonce'>[]
}

/** Whom to ask for a report. */
export type ReportPlace = {
  readonly chain: Chain | undefined
  readonly clock: Clock
}

const MOST_SUBMISSIONS = 100
// Shorter than an endpoint is waited for by a lane: people look at many lanes at once.
const LOOK_LIMIT_IN_MS = 3_000

/**
 * Tells in short where a lane stands, by one look at its chain.
 *
 * @param key - Which.
 * @param state - As listed.
 * @param place - Its chain, if there is one, and the clock.
 * @returns The summary; a chain that does not answer is one of the things that it waits for.
 */
export async function summarize(
  key: LaneKey,
  state: LaneState,
  place: ReportPlace,
): Promise<LaneSummary> {
  const view = await lookOrReason(key, place.chain)
  const { head, control, broken, fault } = state
  const submissions = submissionsOf(state.rows, control, place.clock)
  const count = (wanted: Submission['state']): number =>
    submissions.filter((each) => each.state === wanted).length
  const isMined = typeof view === 'string' ? undefined : view.minedNonce
  const sent = sentRows({ state })
  const inFlight = sent.filter(({ row }) => row.nonce >= (isMined ?? 0)).length
  const oldest = submissions.find((each) => each.state !== 'settled')
  const isIdle = sent.length + submissions.length + broken.length === 0
  return {
    lane: laneId(key),
    state: control.pausedBecause === undefined ? (isIdle ? 'idle' : 'working') : 'paused',
    position: {
      confirmedNonce: head.confirmedNonce,
      ...(isMined !== undefined && { minedNonce: isMined }),
    },
    waiting: count('accepted'),
    ...{ inFlight, confirming: sent.length - inFlight },
    ...{ parked: count('parked'), unreadable: broken.length, settled: count('settled') },
    ...(oldest !== undefined && { oldestAgeInSeconds: oldest.ageInSeconds }),
    ...(typeof view !== 'string' && { balanceInWei: String(view.balance) }),
    ...(fault !== undefined && { lastError: fault }),
    waitsFor: [...waitsOfLane(key, state, view), ...waitsOf(submissions)],
  }
}

/**
 * Tells where a lane stands, with every delivery in it.
 *
 * @param key - Which.
 * @param state - As listed.
 * @param place - Its chain, if there is one, and the clock.
 * @returns The report.
 */
export async function reportOf(
  key: LaneKey,
  state: LaneState,
  place: ReportPlace,
): Promise<LaneReport> {
  const [summary, pendingNonce] = await Promise.all([
    summarize(key, state, place),
    place.chain && within(place.chain.pendingNonce(key.sender)).catch(() => undefined),
  ])
  const submissions = submissionsOf(state.rows, state.control, place.clock)
  return {
    ...summary,
    ...(pendingNonce !== undefined && { pendingNonce }),
    meters: state.meters,
    submissions: submissions.slice(0, MOST_SUBMISSIONS),
    leftOut: Math.max(0, submissions.length - MOST_SUBMISSIONS),
    // Not their columns: there are signed bytes among them.
    unreadableRows: state.broken.map(({ id, reason, nonce }) => ({ id, reason, nonce })),
  }
}

async function lookOrReason(key: LaneKey, chain: Chain | undefined): Promise<ChainView | string> {
  if (chain === undefined) return `there is no chain ${String(key.chainId)} in CHAINS`
  try {
    return await within(chain.look(key.sender))
  } catch (error) {
    return messageOf(error)
  }
}

function within<T>(asked: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(LOOK_LIMIT_IN_MS)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error(`no answer within ${String(LOOK_LIMIT_IN_MS / 1000)} s`))
    })
  })
  return Promise.race([asked, late])
}

function waitsOfLane(key: LaneKey, state: LaneState, view: ChainView | string): readonly Wait[] {
  const { head, control, broken } = state
  const id = laneId(key)
  const { pausedBecause } = control
  const waits: Wait[] = []
  if (pausedBecause !== undefined) {
    const what = `an operator to resume it: ${pausedBecause}`
    waits.push({ what, unblockedBy: `cryplet lanes resume ${id}` })
  }
  if (typeof view === 'string') {
    const by = 'Enough endpoints in CHAINS that answer and agree; it goes on by itself.'
    waits.push({ what: `its chain: ${view}`, unblockedBy: by })
  } else if (view.minedNonce < head.confirmedNonce) {
    const what = `its chain, which has mined ${String(view.minedNonce)} transactions of the sender, where the journal knows that ${String(head.confirmedNonce)} are used for good`
    const by =
      'Endpoints that do not lag; a development chain that was started anew needs a journal that was too (npm start -- --fresh).'
    waits.push({ what, unblockedBy: by })
  } else {
    waits.push(...waitsForFunds(key, state, view))
  }
  if (broken.length > 0) {
    const what = 'an operator, for rows that cannot be read'
    const by = `cryplet lanes cancel ${id} <deliveryId>`
    waits.push({ what, unblockedBy: by, deliveries: broken.length })
  }
  return waits
}

// What was signed when there was enough of it: no node takes it any more, and nobody else can go before it.
function waitsForFunds(
  { sender }: LaneKey,
  state: LaneState,
  { minedNonce, balance }: ChainView,
): readonly Wait[] {
  const flying = sentRows({ state }).filter(({ row }) => row.nonce >= minedNonce)
  const most = flying.reduce((sum, { row }) => sum + mostOf(row), 0n)
  if (most <= balance) return []
  const what = `funds: ${sender} has ${String(balance)} wei, and what is on its way may cost ${String(most)}`
  return [{ what, unblockedBy: unblockedBy(what), deliveries: flying.length }]
}

function waitsOf(submissions: readonly Submission[]): readonly Wait[] {
  const texts = submissions.flatMap(({ waitingFor, unblockedBy }): readonly Wait[] =>
    // That it is paused the lane says itself, and why.
    waitingFor === undefined || unblockedBy === undefined || waitingFor === PAUSED
      ? []
      : [{ what: waitingFor, unblockedBy }],
  )
  const sent = submissions.filter(({ state }) => state === 'signed').length
  const what = 'its chain to mine and confirm what is sent'
  const by = 'Further blocks; prices rise by themselves, up to the caps of the subscriptions.'
  const blocks = sent === 0 ? [] : [{ what, unblockedBy: by, deliveries: sent }]
  return [...together(texts), ...blocks]
}
