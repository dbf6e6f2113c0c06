import type { Clock } from '../../core/clock'
import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import type { OpenTable } from '../../store/table'
import type { Chain } from '../chain'
import { drainLane } from './drainLane'
import { openJournal } from './journal'
import type { LanePorts, SenderKey } from './lane'
import { requireSender } from './lane'
import type { LaneDelivery, LaneKey, LaneRow } from './rows'

/** The lanes of a fabric. */
export type Lanes = {
  /** Accepts a delivery; its outcome comes later. */
  readonly submit: (delivery: LaneDelivery) => Promise<Submitted>
  /** Works a lane as far as it goes now. */
  readonly drain: (key: LaneKey, context: DrainContext) => Promise<void>
  /** Where a delivery stands in its lane. */
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** What waits in a lane. */
  readonly list: (key: LaneKey) => Promise<readonly LaneRow[]>
  /** All lanes that were ever submitted to, also those of senders whose keys are gone. */
  readonly keys: () => Promise<readonly LaneKey[]>
}

/** What became of a submission. */
export type Submitted =
  /** `known` when it was accepted before. */
  | { readonly status: 'accepted' | 'known' }
  /** This fabric has no endpoint of its chain, or not the key of its sender. */
  | { readonly status: 'unserved'; readonly reason: string }

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
    submit: async (delivery) => {
      // First: what is accepted is its lane's to end, also when this fabric has lost the key meanwhile.
      if ((await journal.get(delivery, delivery.deliveryId)) !== undefined) {
        return { status: 'known' }
      }
      const fault = unserved(chains, await options.sender(), delivery)
      if (fault !== undefined) return { status: 'unserved', reason: fault }
      return { status: (await journal.insert(delivery)) === 'inserted' ? 'accepted' : 'known' }
    },
    drain: async (key, context) => {
      if ((await journal.listOpen(key)).length === 0) return
      const signer = await options.sender()
      await drainLane({ ...context, ...requireChain(chains, key), key, journal, signer, clock })
    },
    get: (key, deliveryId) => journal.get(key, deliveryId),
    list: async (key) => (await journal.listOpen(key)).map(({ row }) => row),
    keys: () => journal.keys(),
  }
}

function unserved(
  chains: readonly LaneChain[],
  signer: SenderKey,
  key: LaneKey,
): string | undefined {
  try {
    requireChain(chains, key)
    requireSender(signer, key)
    return undefined
  } catch (error) {
    if (error instanceof FabricError) return `${error.code}: ${error.message}`
    throw error
  }
}

function requireChain(chains: readonly LaneChain[], { chainId }: LaneKey): LaneChain {
  const found = chains.find(({ chain }) => chain.chainId === chainId)
  if (found !== undefined) return found
  const known = chains.map(({ chain }) => chain.chainId)
  throw new ChainUnknownError(chainId, known)
}
