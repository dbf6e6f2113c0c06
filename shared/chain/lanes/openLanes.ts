import type { Clock } from '../../core/clock'
import { FabricError, messageOf } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import type { OpenTable } from '../../store/table'
import type { Chain } from '../chain'
import { drainLane, hasWork } from './drainLane'
import { openGasLimits } from './gasLimits'
import type { Journal } from './journal'
import { openJournal } from './journal'
import type { Lane, LanePorts, LaneTerms, SenderKey } from './lane'
import { SenderMismatchError, senderOf } from './lane'
import { openFaultNotes } from './notedFault'
import type { Errand } from './operator'
import type { LaneDelivery, LaneKey, LaneRow } from './rows'

/** The lanes of a fabric. */
export type Lanes = {
  /** Accepts a delivery; its outcome comes later. */
  readonly submit: (delivery: LaneDelivery) => Promise<Submitted>
  /** Works a lane as far as it goes now, and lingers while something of it is in flight. Never throws. */
  readonly drain: (key: LaneKey, context: DrainContext) => Promise<void>
  /** The accounts that this fabric can send from. */
  readonly senders: () => Promise<readonly Address[]>
  /** Whether a lane has anything to do now. */
  readonly hasWork: (key: LaneKey) => Promise<boolean>
  /** Where a delivery stands in its lane. */
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** All lanes that were ever submitted to, also those of senders whose keys are gone. */
  readonly keys: () => Promise<readonly LaneKey[]>
  /** Has something called besides deliveries, by the lane's sender; nobody is told what became of it. */
  readonly runErrand: (key: LaneKey, errand: Errand) => Promise<void>
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
export type LaneChain = LaneTerms & { readonly chain: Chain }

/** What lanes are made of. */
export type LanesOptions = {
  readonly openTable: OpenTable
  readonly chains: readonly LaneChain[]
  /** The keys that this fabric sends with. */
  readonly senders: () => Promise<readonly SenderKey[]>
  readonly clock: Clock
  /** Lets time pass, in milliseconds. */
  readonly wait: (inMs: number) => Promise<void>
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

// Whoever rings waits for the slowest of its lanes; the next ring goes on where this one ends.
const LINGER_IN_MS = 3_000
const LOOK_AGAIN_IN_MS = 250
const LOOK_AGAIN_ON_DEMAND_IN_MS = 10
const LONGEST_BACKOFF_IN_MS = 4_000

/**
 * Opens the lanes of a fabric.
 *
 * @param options - Storage, chains and the senders' keys.
 * @returns The lanes.
 */
export function openLanes(options: LanesOptions): Lanes {
  const { openTable, chains, clock, wait, senders } = options
  const journal = openJournal(openTable)
  const limits = new Map(chains.map(({ chain }) => [chain.chainId, openGasLimits()]))
  const noteFaults = openFaultNotes(journal, clock)
  const laneOf = (key: LaneKey, context: DrainContext): Lane => ({
    ...context,
    ...requireChain(chains, key),
    gasLimits: limits.get(key.chainId) ?? openGasLimits(),
    ...{ key, journal, clock, wait, senders },
  })
  return {
    submit: (delivery) => submit(options, journal, delivery),
    drain: async (key, context) => {
      const chain = chains.find((each) => each.chain.chainId === key.chainId)
      const lookAgainInMs =
        chain?.quietRefusalInMs === undefined ? LOOK_AGAIN_IN_MS : LOOK_AGAIN_ON_DEMAND_IN_MS
      const rest = { ...options, log: context.log, lookAgainInMs }
      const drain = async (): ReturnType<typeof drainLane> => drainLane(laneOf(key, context))
      await linger(rest, () => noteFaults(key, drain))
    },
    senders: async () => (await senders()).map(({ address }) => address),
    hasWork: async (key) => hasWork(await journal.read(key), clock),
    get: (key, deliveryId) => journal.get(key, deliveryId),
    keys: () => journal.keys(),
    runErrand: (key, errand) => journal.instruct(key, { errand }, errand.id),
  }
}

async function submit(
  { chains, senders }: LanesOptions,
  journal: Journal,
  delivery: LaneDelivery,
): Promise<Submitted> {
  // First: what is accepted is its lane's to end, also when this fabric has lost the key meanwhile.
  if (await journal.has(delivery, delivery.deliveryId)) return { status: 'known' }
  const fault = unserved(chains, await senders(), delivery)
  if (fault !== undefined) return { status: 'unserved', reason: fault }
  return { status: (await journal.insert(delivery)) === 'inserted' ? 'accepted' : 'known' }
}

// A bell that is rung while a lane is worked must find it awake; a fault of storage or chain is waited out in here, since
// a message that is given back would come again at once, and end among the dead ones.
async function linger(
  { clock, wait, log, lookAgainInMs }: Rest,
  drain: () => ReturnType<typeof drainLane>,
): Promise<void> {
  const until = clock.nowInMs() + LINGER_IN_MS
  for (let faults = 0; ; ) {
    let pauseInMs = lookAgainInMs
    try {
      if ((await drain()) !== 'waiting') return
      faults = 0
    } catch (error) {
      log.error('a lane stopped', { reason: messageOf(error) })
      if (error instanceof FabricError && !error.retryable) return
      pauseInMs = Math.min(LONGEST_BACKOFF_IN_MS, 2 * lookAgainInMs * 2 ** faults++)
    }
    if (clock.nowInMs() + pauseInMs > until) return
    await wait(pauseInMs)
  }
}

type Rest = Pick<LanesOptions, 'clock' | 'wait'> & {
  readonly log: Log
  readonly lookAgainInMs: number
}

function unserved(
  chains: readonly LaneChain[],
  senders: readonly SenderKey[],
  key: LaneKey,
): string | undefined {
  try {
    requireChain(chains, key)
    if (senderOf(senders, key) === undefined)
      throw new SenderMismatchError(key.sender, addressesOf(senders))
    return undefined
  } catch (error) {
    if (error instanceof FabricError) return `${error.code}: ${error.message}`
    throw error
  }
}

function addressesOf(senders: readonly SenderKey[]): readonly string[] {
  return senders.map(({ address }) => address)
}

function requireChain(chains: readonly LaneChain[], { chainId }: LaneKey): LaneChain {
  const found = chains.find(({ chain }) => chain.chainId === chainId)
  if (found !== undefined) return found
  const known = chains.map(({ chain }) => chain.chainId)
  throw new ChainUnknownError(chainId, known)
}
