import type { Address, Hex } from '../../core/hex'
import { hashJson } from '../../core/ids'

/** The events of one kind that one contract emits on one chain: what the pump reads, whoever waits for it. */
export type EventStream = {
  readonly chainId: number
  readonly address: Address
  /** First topic: keccak256 of the event's signature, 32 bytes. */
  readonly topic: Hex
  /** First block that is read when the stream begins; of no account afterwards. */
  readonly fromBlock: number
}

/** How an event came to be read. Whoever acts on it decides what a late one is worth. */
export type EventOrigin =
  /** From blocks as they came. */
  | 'live'
  /** From blocks that were final when the stream began, or when it came back after a long time. */
  | 'backfill'
  /** Read again because an operator asked. */
  | 'replay'

/** One event in one block. It is the same event only in the same block: another block that holds it has another hash. */
export type ChainEvent = {
  readonly chainId: number
  readonly blockNumber: number
  readonly blockHash: Hex
  /** Unix seconds. */
  readonly blockTime: number
  /** Hash of its transaction. */
  readonly transaction: Hex
  /** Counted through the block. */
  readonly logIndex: number
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  /** Set when the data was too long to keep and is left out: more than 150,000 bytes. */
  readonly isCut?: true
  /** How often its block had been undone when it was read: a block that comes back has a higher one. */
  readonly generation: number
  readonly origin: EventOrigin
}

/** How sure a consumer wants to be: at once, so many blocks later, or when the chain says that it is safe or final. */
export type Depth = 'instant' | 'safe' | 'finalized' | number

/**
 * Names a stream, the same for all who wait for it.
 *
 * @param stream - Where it begins does not count.
 * @returns 32 bytes.
 */
export function streamId(stream: Pick<EventStream, 'chainId' | 'address' | 'topic'>): Hex {
  return hashJson([stream.chainId, stream.address.toLowerCase(), stream.topic.toLowerCase()])
}
