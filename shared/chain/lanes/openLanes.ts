import type { Clock } from '../../core/clock'
import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import type { OpenTable } from '../../store/table'
import type { Chain } from '../chain'
import { drainLane } from './drainLane'
import { openJournal } from './journal'
import type { LanePorts, SenderKey } from './lane'
import type { LaneDelivery, LaneKey, LaneRow } from './rows'

/** The lanes of a fabric. */
export type Lanes = {
  /** Accepts a delivery; its outcome comes later. `known` when it was accepted before. */
  readonly submit: (delivery: LaneDelivery) => Promise<'inserted' | 'known'>
  /** Works a lane as far as it goes now. */
  readonly drain: (key: LaneKey, context: DrainContext) => Promise<void>
  /** Where a delivery stands in its lane. */
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** What waits in a lane. */
  readonly list: (key: LaneKey) => Promise<readonly LaneRow[]>
  /** All lanes that this fabric drains: one a chain. */
  readonly keys: () => Promise<readonly LaneKey[]>
}

/** What a drain is given by whoever rings. */
export type DrainContext = LanePorts & { readonly log: Log }

/** A chain as lanes use it. */
export type LaneChain = {
  readonly chain: Chain
  /** See Lane. */
  readonly quietRefusalInMs?: number
}

/** What lanes are made of. */
export type LanesOptions = {
  readonly openTable: OpenTable
  readonly chains: readonly LaneChain[]
  readonly sender: () => Promise<SenderKey>
  readonly clock: Clock
}

/** A chain that this fabric has no endpoint for. */
export class ChainUnknownError extends FabricError {
  override readonly name = 'ChainUnknownError'
  readonly code = 'CHAIN_UNKNOWN'
  readonly retryable = false

  constructor(
    readonly chainId: number,
    readonly known: readonly number[],
  ) {
    super(`There is no chain ${String(chainId)} in CHAINS, only ${known.join(', ')}.`)
  }
}

/**
 * Opens the lanes of a fabric.
 *
 * @param options - Storage, chains and the sender's key.
 * @returns The lanes.
 */
export function openLanes(options: LanesOptions): Lanes {
  const { openTable, chains, clock } = options
  const journal = openJournal(openTable)
  return {
    submit: (delivery) => journal.insert(delivery),
    drain: async (key, context) => {
      const found = chains.find(({ chain }) => chain.chainId === key.chainId)
      if (found === undefined) {
        const known = chains.map(({ chain }) => chain.chainId)
        throw new ChainUnknownError(key.chainId, known)
      }
      const signer = await options.sender()
      await drainLane({ ...context, ...found, key, journal, signer, clock })
    },
    get: (key, deliveryId) => journal.get(key, deliveryId),
    list: async (key) => (await journal.listOpen(key)).map(({ row }) => row),
    keys: async () => {
      const { address: sender } = await options.sender()
      return chains.map(({ chain }) => ({ chainId: chain.chainId, sender }))
    },
  }
}
