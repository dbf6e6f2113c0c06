import type { Clock } from '../../core/clock'
import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Chain, ChainView } from '../chain'
import type { BrokenRow, LaneState } from './journal'
import type { Meter } from './meter'
import { isSigned, sentRows } from './nonces'
import type { LaneKey, LaneRow } from './rows'

/** Where a lane stands, for people. */
export type LaneReport = {
  readonly lane: string
  readonly state: 'idle' | 'working' | 'paused'
  /** Nonces: those used for good, those mined, and how many are in flight. */
  readonly position: {
    readonly confirmedNonce: number
    readonly minedNonce: number | undefined
    readonly inFlight: number
  }
  readonly accepted: number
  readonly signed: number
  readonly parked: number
  readonly settled: number
  readonly oldest: Waiting | undefined
  /** In wei; undefined when the chain does not answer. */
  readonly balance: string | undefined
  /** What it waits for, and so what would unblock it: the operator's pause, the chain, or what its rows say. */
  readonly waitsFor: readonly string[]
  readonly meters: readonly Meter[]
  readonly broken: readonly BrokenRow[]
  readonly deliveries: readonly Waiting[]
}

/** Whom to ask for a report. */
export type ReportPlace = {
  readonly chain: { readonly chain: Chain } | undefined
  readonly clock: Clock
}

/** One delivery of a lane. */
export type Waiting = {
  readonly deliveryId: Hex
  readonly state: LaneRow['state']
  readonly ageInSeconds: number
  readonly nonce?: number
  readonly waitingFor?: string
}

const MOST_DELIVERIES = 100

/**
 * Tells where a lane stands.
 *
 * @param key - Which.
 * @param state - As listed.
 * @param place - Its chain, which is asked if there is one, and the clock.
 * @returns The report; a chain that does not answer is one of the things that it waits for.
 */
export async function reportOf(
  key: LaneKey,
  state: LaneState,
  place: ReportPlace,
): Promise<LaneReport> {
  const { head, control, broken, meters } = state
  const view = await lookOrReason(key, place.chain?.chain)
  const deliveries = waitingOf(state, place.clock)
  const count = (wanted: LaneRow['state']): number =>
    deliveries.filter((each) => each.state === wanted).length
  const minedNonce = typeof view === 'string' ? undefined : view.minedNonce
  const sent = sentRows({ state })
  const paused = control.pausedBecause
  const texts = deliveries.flatMap(({ waitingFor }) => waitingFor ?? [])
  return {
    lane: `${String(key.chainId)}:${key.sender}`,
    state: paused === undefined ? (deliveries.length === 0 ? 'idle' : 'working') : 'paused',
    position: {
      confirmedNonce: head.confirmedNonce,
      minedNonce,
      inFlight: sent.filter(({ row }) => row.nonce >= (minedNonce ?? 0)).length,
    },
    accepted: count('accepted'),
    signed: count('signed'),
    parked: count('parked'),
    settled: count('settled'),
    oldest: deliveries[0],
    balance: typeof view === 'string' ? undefined : String(view.balance),
    waitsFor: [
      ...(paused === undefined ? [] : [`an operator to resume it: ${paused}`]),
      ...(typeof view === 'string' ? [`its chain: ${view}`] : []),
      ...new Set(texts),
    ],
    meters,
    broken,
    deliveries: deliveries.slice(0, MOST_DELIVERIES),
  }
}

async function lookOrReason(key: LaneKey, chain: Chain | undefined): Promise<ChainView | string> {
  if (chain === undefined) return `there is no chain ${String(key.chainId)} in CHAINS`
  try {
    return await chain.look(key.sender)
  } catch (error) {
    return messageOf(error)
  }
}

function waitingOf({ rows }: LaneState, clock: Clock): readonly Waiting[] {
  return rows.flatMap((open) => {
    const { row } = open
    if (row.state === 'filler') return []
    const { deliveryId, state, acceptedAtInMs } = row
    const waitingFor = state === 'settled' ? undefined : row.waitingFor
    return {
      ...{ deliveryId, state },
      ageInSeconds: Math.max(0, Math.floor((clock.nowInMs() - acceptedAtInMs) / 1000)),
      ...(isSigned(open) && { nonce: open.row.nonce }),
      ...(waitingFor !== undefined && { waitingFor }),
    }
  })
}
