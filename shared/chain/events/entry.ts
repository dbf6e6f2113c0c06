import type { Json } from '../../core/canonicalJson'
import type { Hex } from '../../core/hex'
import type { Row } from '../../store/row'
import { EventRowMalformedError } from './errors'
import type { ChainEvent, EventOrigin, EventStream } from './stream'

/** One log as it is kept: what all of a stream have in common is left out. */
export type KeptLog = {
  readonly logIndex: number
  readonly transaction: Hex
  /** Without the first. */
  readonly topics: readonly Hex[]
  /** Undefined when it was too long to keep. */
  readonly data: Hex | undefined
}

/** A block with events of a stream, or a part of one. */
export type EntryBlock = {
  readonly number: number
  readonly hash: Hex
  readonly time: number
  readonly generation: number
  readonly logs: readonly KeptLog[]
}

/** One row of events. */
export type Entry = {
  readonly seq: number
  readonly origin: EventOrigin
  /** Whether its blocks can be undone: then it holds one block, or a part of one. */
  readonly isFinal: boolean
  /** The range of blocks that was read for it; those which are not in it have no events. */
  readonly from: number
  readonly to: number
  readonly blocks: readonly EntryBlock[]
}

/** What says that a block which was read is no longer part of the chain. */
export type Undo = {
  readonly seq: number
  readonly number: number
  readonly hash: Hex
  /** First and last entry that hold its events. */
  readonly first: number
  readonly last: number
  /** The highest block that was ever read by then: how deep the block was seen to lie at most. */
  readonly reached?: number | undefined
}

/**
 * Writes an entry as a row.
 *
 * @param entry - Small enough: see packBlocks.
 * @returns The columns.
 */
export function entryRow(entry: Entry): Row {
  const { origin, isFinal, from, to, blocks } = entry
  const count = blocks.reduce((sum, { logs }) => sum + logs.length, 0)
  return { origin, isFinal, from, to, count, blocks: blocks.map(blockJson) }
}

/**
 * Reads an entry back.
 *
 * @param seq - Its sequence number.
 * @param row - As stored.
 * @returns The entry.
 * @throws EventRowMalformedError
 */
export function parseEntry(seq: number, row: Row): Entry {
  const { origin, isFinal, from, to, blocks } = row
  const fits = isOrigin(origin) && typeof isFinal === 'boolean' && isNumber(from) && isNumber(to)
  if (!fits || !isList(blocks)) {
    throw new EventRowMalformedError(`entry ${String(seq)}`, ['it is no entry'])
  }
  const at = (index: number): string => `entry ${String(seq)}, block ${String(index)}`
  const parsed = blocks.map((block, index) => parseBlock(block, at(index)))
  return { seq, origin, isFinal, from, to, blocks: parsed }
}

/**
 * Gives the events of an entry in their order.
 *
 * @param stream - Whose entry it is.
 * @param entry - Of it.
 * @returns One event for each log.
 */
export function eventsOf(stream: EventStream, entry: Entry): readonly ChainEvent[] {
  const { chainId, address } = stream
  const topic = stream.topic.toLowerCase() as Hex
  return entry.blocks.flatMap(({ number, hash, time, generation, logs }) =>
    logs.map(({ logIndex, transaction, topics, data }) => ({
      ...{ chainId, blockNumber: number, blockHash: hash, blockTime: time },
      ...{ transaction, logIndex, address, topics: [topic, ...topics] },
      data: data ?? '0x',
      ...(data === undefined && { isCut: true as const }),
      ...{ generation, origin: entry.origin },
    })),
  )
}

// Transactions once a block: there are often many events in one.
function blockJson({ number, hash, time, generation, logs }: EntryBlock): Json {
  const transactions = [...new Set(logs.map(({ transaction }) => transaction))]
  const places = new Map(transactions.map((transaction, place) => [transaction, place]))
  const kept = logs.map(({ logIndex, transaction, topics, data = null }) => [
    ...[logIndex, places.get(transaction) ?? 0, topics, data],
  ])
  return [number, hash, time, generation, transactions, kept]
}

function parseBlock(json: Json, row: string): EntryBlock {
  const [number, hash, time, generation, transactions, logs] = isList(json) ? json : []
  const fits = isNumber(number) && isHex(hash) && isNumber(time) && isNumber(generation)
  if (!fits || !isList(transactions) || !isList(logs)) {
    throw new EventRowMalformedError(row, ['it is no block'])
  }
  const parsed = logs.map((log) => {
    const [logIndex, place, topics, data] = isList(log) ? log : []
    const transaction = isNumber(place) ? transactions[place] : undefined
    const isLog = isNumber(logIndex) && isHex(transaction) && isList(topics)
    if (!isLog || !topics.every(isHex) || (data !== null && !isHex(data))) {
      throw new EventRowMalformedError(row, ['it holds what is no log'])
    }
    return { logIndex, transaction, topics, data: data ?? undefined }
  })
  return { number, hash, time, generation, logs: parsed }
}

function isOrigin(value: Json | undefined): value is EventOrigin {
  return value === 'live' || value === 'backfill' || value === 'replay'
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number'
}

function isHex(value: Json | undefined): value is Hex {
  return typeof value === 'string' && value.startsWith('0x')
}

// Array.isArray does not narrow a readonly array.
function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
