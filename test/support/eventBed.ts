import { AbiCoder, id, JsonRpcProvider } from 'ethers'
import type { EventChainOptions } from '../../shared/chain/events/eventChain'
import { openEventChain } from '../../shared/chain/events/eventChain'
import type { EventJournal } from '../../shared/chain/events/eventJournal'
import { openEventJournal } from '../../shared/chain/events/eventJournal'
import type { SliceEnd } from '../../shared/chain/events/pumpStream'
import { pumpStream } from '../../shared/chain/events/pumpStream'
import type { ChainEvent, Depth, EventStream } from '../../shared/chain/events/stream'
import { streamId } from '../../shared/chain/events/stream'
import type { StreamState, StreamWork } from '../../shared/chain/events/streamWork'
import { newStreamState } from '../../shared/chain/events/streamWork'
import type { Happened } from '../../shared/chain/events/takeDue'
import { takeDue } from '../../shared/chain/events/takeDue'
import { openRpc } from '../../shared/chain/openRpc'
import type { Rpc } from '../../shared/chain/rpc'
import type { Address, Hex } from '../../shared/core/hex'
import { openTables } from '../../shared/store/openTables'
import type { OpenTable } from '../../shared/store/table'
import { startAzurite } from './azurite'
import { startAnvil } from './foundry'

// Logs so many times: arguments are the count, the first topic and the bytes of data; the second topic counts.
const EMITTER = '0x60005b8060003511156020578060005280602035604035' + '6000a26001016002565b00'

export const TOPIC = id('Emitted(uint256)') as Hex
export const EMITTER_ADDRESS: Address = '0x00000000000000000000000000000000000E1717'
export const OTHER_ADDRESS: Address = '0x00000000000000000000000000000000000E1718'

/** What to emit; one event of the stream when nothing is said. */
export type Emission = {
  readonly count?: number
  readonly topic?: Hex
  readonly bytes?: number
  readonly by?: Address
}

/** A consumer in a test: all that it was told, and what of it was not taken back. */
export type Consumer = {
  readonly happened: readonly Happened[]
  /** Takes what is due until nothing is. */
  readonly take: (limit?: number) => Promise<readonly Happened[]>
  /** Told and not retracted. */
  readonly held: () => readonly string[]
}

/** A chain that emits, and a journal. */
export type EventBed = {
  readonly provider: JsonRpcProvider
  readonly rpc: Rpc
  readonly openTable: OpenTable
  readonly journal: EventJournal
  readonly emit: (emission?: Emission) => Promise<void>
  /** Blocks without transactions, so many seconds apart. */
  readonly mine: (blocks?: number, intervalInSeconds?: number) => Promise<void>
  /** A stream of its own: with blocks from the chain's next one on, unless said otherwise. */
  readonly newStream: (fromBlock?: number) => Promise<EventStream>
  /** What pumps the stream from one slice to the next. */
  readonly pump: (stream: EventStream, options?: PumpOptions) => () => Promise<SliceEnd>
  readonly consumer: (stream: EventStream, depth: Depth, name?: string) => Consumer
  /** The events that the chain has now, as ids. */
  readonly canonical: (stream: EventStream, toBlock?: number) => Promise<readonly string[]>
  readonly stop: () => Promise<unknown>
}

export type PumpOptions = Partial<
  Pick<EventChainOptions, 'provesByReceipts' | 'provesRanges'> &
    Pick<StreamWork, 'limits' | 'journal'>
> & {
  readonly rpcs?: readonly Rpc[]
  readonly needed?: number
  readonly state?: StreamState
}

export const LIMITS = { pages: 200, unconsumed: 2_000 }

/**
 * Starts a chain and a storage, and puts emitters on the chain.
 *
 * @param flags - Of anvil.
 * @returns The bed.
 */
export async function startEventBed(flags: readonly string[] = []): Promise<EventBed> {
  const [azurite, anvil] = await Promise.all([
    startAzurite(),
    startAnvil(['--hardfork', 'osaka', '--gas-limit', '1000000000', ...flags]),
  ] as const)
  const provider = new JsonRpcProvider(anvil.url, undefined, {
    staticNetwork: true,
    batchMaxCount: 1,
    cacheTimeout: -1,
  })
  const rpc = openRpc({ url: anvil.url, mostBytes: 64 * 1024 * 1024 })
  const openTable = openTables(azurite.connection)
  const journal = openEventJournal(openTable)
  for (const address of [EMITTER_ADDRESS, OTHER_ADDRESS]) {
    await provider.send('anvil_setCode', [address, EMITTER])
  }
  const [from] = (await provider.send('eth_accounts', [])) as string[]
  let streams = 0
  return {
    ...{ provider, rpc, openTable, journal },
    emit: async ({ count = 1, topic = TOPIC, bytes = 32, by = EMITTER_ADDRESS } = {}) => {
      const types = ['uint256', 'bytes32', 'uint256']
      const data = AbiCoder.defaultAbiCoder().encode(types, [count, topic, bytes])
      // A fixed price: the same emission on the same block is the same transaction.
      const [gas, gasPrice] = ['0x1dcd6500', '0x77359400']
      const hash: unknown = await provider.send('eth_sendTransaction', [
        { from, to: by, data, gas, gasPrice },
      ])
      await mined(provider, hash)
    },
    mine: async (blocks = 1, intervalInSeconds = 1) => {
      const [count, interval] = [blocks, intervalInSeconds].map((each) => `0x${each.toString(16)}`)
      await provider.send('anvil_mine', [count, interval])
    },
    newStream: async (fromBlock) => {
      streams++
      const next = Number(await provider.send('eth_blockNumber', [])) + 1
      // Rows of different chain ids are rows of different streams.
      const chainId = 31_337 + streams
      return { chainId, address: EMITTER_ADDRESS, topic: TOPIC, fromBlock: fromBlock ?? next }
    },
    pump: (stream, options = {}) => {
      const { rpcs = [rpc], needed = 1, state = newStreamState(), ...rest } = options
      const chain = openEventChain({ quorum: { chainId: stream.chainId, rpcs, needed }, ...rest })
      return async () =>
        pumpStream({ journal, limits: LIMITS, ...rest, stream, state, slice: await chain.look() })
    },
    consumer: (stream, depth, name = 'consumer') => openConsumer(journal, stream, { depth, name }),
    canonical: async (stream, toBlock) => {
      const { address, topic, fromBlock } = stream
      const logs = await provider.getLogs({
        ...{ address, topics: [topic], fromBlock },
        toBlock: toBlock ?? 'latest',
      })
      return logs.map(({ blockHash, index }) => `${blockHash}:${String(index)}`)
    },
    stop: async () => {
      provider.destroy()
      await Promise.all([azurite.stop(), anvil.stop()])
    },
  }
}

// A chain that mines on demand still takes a moment.
async function mined(provider: JsonRpcProvider, hash: unknown): Promise<void> {
  const deadline = Date.now() + 30_000
  while ((await provider.send('eth_getTransactionReceipt', [hash])) === null) {
    if (Date.now() > deadline) throw new Error(`${String(hash)} is not mined`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export function idOfEvent({ blockHash, logIndex }: ChainEvent): string {
  return `${blockHash}:${String(logIndex)}`
}

function openConsumer(
  journal: EventJournal,
  stream: EventStream,
  { depth, name }: { readonly depth: Depth; readonly name: string },
): Consumer {
  const happened: Happened[] = []
  return {
    happened,
    take: async (limit = 1_000) => {
      const taken: Happened[] = []
      for (let hasMore = true; hasMore; ) {
        const from = await journal.position(streamId(stream), name)
        const due = await takeDue(journal, stream, { position: from.position, depth, limit })
        if ((await journal.advance(streamId(stream), from, due.next)) === 'conflict') {
          throw new Error('another moved the position')
        }
        taken.push(...due.happened)
        hasMore = due.hasMore
      }
      happened.push(...taken)
      return taken
    },
    held: () => heldOf(happened),
  }
}

// What was told and not taken back; an event that is told twice, or after it was taken back, throws.
export function heldOf(happened: readonly Happened[]): readonly string[] {
  const held = new Set<string>()
  const past = new Set<string>()
  for (const { kind, event } of happened) {
    const key = idOfEvent(event)
    const id = `${key}:${String(event.generation)}`
    if (past.has(id) || (kind === 'observed' && held.has(key))) {
      throw new Error(`${kind} ${key} out of turn`)
    }
    if (kind === 'observed') held.add(key)
    else {
      held.delete(key)
      past.add(id)
    }
  }
  return [...held]
}
