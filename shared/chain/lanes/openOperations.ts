import type { Clock } from '../../core/clock'
import type { Hex } from '../../core/hex'
import type { OpenTable } from '../../store/table'
import type { Chain } from '../chain'
import { openJournal } from './journal'
import type { Order } from './operator'
import type { LaneReport, LaneSummary } from './report'
import { reportOf, summarize } from './report'
import { digits } from './rowOrder'
import type { LaneKey, LaneRow } from './rows'

/** The lanes of a fabric as operators see and steer them: a lane does what it is told at its next look. */
export type LaneOperations = {
  /** All lanes that were ever submitted to, also those of senders whose keys are gone. */
  readonly keys: () => Promise<readonly LaneKey[]>
  /** By one listing and one look at its chain. */
  readonly summary: (key: LaneKey) => Promise<LaneSummary>
  readonly report: (key: LaneKey) => Promise<LaneReport>
  /**
   * Where a delivery stands in its lane.
   *
   * @throws LaneRowMalformedError
   */
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** Why nothing new is signed; undefined while a lane is not paused. */
  readonly pausedBecause: (key: LaneKey) => Promise<string | undefined>
  /** Keeps a lane from signing anything new, until it is resumed; what is in flight is followed. */
  readonly pause: (key: LaneKey, reason: string) => Promise<void>
  readonly resume: (key: LaneKey) => Promise<void>
  /** Asks the lane for something about one delivery; the last word counts. */
  readonly wish: (key: LaneKey, order: Order) => Promise<void>
}

/** What operations are made of. */
export type OperationsOptions = {
  readonly openTable: OpenTable
  readonly chains: readonly { readonly chain: Chain }[]
  readonly clock: Clock
}

/**
 * Opens what operators do with lanes.
 *
 * @param options - Storage, chains and the clock.
 * @returns The operations.
 */
export function openOperations(options: OperationsOptions): LaneOperations {
  const { openTable, chains, clock } = options
  const journal = openJournal(openTable)
  const placeOf = ({ chainId }: LaneKey): Parameters<typeof summarize>[2] => ({
    chain: chains.find(({ chain }) => chain.chainId === chainId)?.chain,
    clock,
  })
  return {
    keys: () => journal.keys(),
    summary: async (key) => summarize(key, await journal.read(key), placeOf(key)),
    report: async (key) => reportOf(key, await journal.read(key), placeOf(key)),
    get: (key, deliveryId) => journal.get(key, deliveryId),
    pausedBecause: async (key) => (await journal.read(key)).control.pausedBecause,
    pause: (key, reason) =>
      journal.instruct(key, { isPaused: true, reason, atInMs: clock.nowInMs() }),
    resume: (key) =>
      journal.instruct(key, { isPaused: false, reason: '', atInMs: clock.nowInMs() }),
    // A row of its own: what is wished while the lane does what was wished before must not go with that.
    wish: (key, order) =>
      journal.instruct(key, { ...order }, `${order.deliveryId}-${digits(clock.nowInMs())}`),
  }
}
