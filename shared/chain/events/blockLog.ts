import { InvalidValueError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { parseHex } from '../../core/hex'
import { parseCount } from '../parseAnswers'

/** One log of a block, of whatever contract. */
export type BlockLog = {
  /** Counted through the block. */
  readonly logIndex: number
  /** Hash of its transaction. */
  readonly transaction: Hex
  /** In lower case. */
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** A log as eth_getLogs gives it: with the block that it is in. */
export type PlacedLog = BlockLog & { readonly blockNumber: number; readonly blockHash: Hex }

/**
 * Parses what a log holds.
 *
 * @param log - Of eth_getLogs, or of a receipt.
 * @returns Address, topics and data.
 * @throws InvalidValueError
 */
export function parseContent(
  log: Readonly<Record<string, unknown>>,
): Pick<BlockLog, 'address' | 'topics' | 'data'> {
  const topics = log['topics']
  if (!Array.isArray(topics)) throw new InvalidValueError('topics', 'a list', topics)
  return {
    address: parseHex(log['address'], 'address', 20),
    topics: topics.map((topic) => parseHex(topic, 'topic', 32)),
    data: parseHex(log['data'], 'data'),
  }
}

/**
 * Parses logs with their places, in the order of the chain.
 *
 * @param answer - Of eth_getLogs.
 * @returns The logs.
 * @throws InvalidValueError
 */
export function parsePlacedLogs(answer: unknown): readonly PlacedLog[] {
  if (!Array.isArray(answer)) throw new InvalidValueError('logs', 'a list', answer)
  return answer.map(parsePlacedLog).sort(inOrder)
}

/**
 * Makes a key that is equal for logs that say the same.
 *
 * @param logs - In the order of the chain.
 * @returns The key.
 */
export function keyOfLogs(logs: readonly PlacedLog[]): string {
  return logs
    .map(({ blockHash, logIndex, transaction, address, topics, data }) =>
      [blockHash, logIndex, transaction, address, ...topics, data].join(),
    )
    .join('\n')
}

function parsePlacedLog(each: unknown): PlacedLog {
  if (typeof each !== 'object' || each === null) {
    throw new InvalidValueError('log', 'an object', each)
  }
  const log = each as Readonly<Record<string, unknown>>
  return {
    ...parseContent(log),
    logIndex: parseCount(log['logIndex']),
    transaction: parseHex(log['transactionHash'], 'transactionHash', 32),
    blockNumber: parseCount(log['blockNumber']),
    blockHash: parseHex(log['blockHash'], 'blockHash', 32),
  }
}

function inOrder(a: PlacedLog, b: PlacedLog): number {
  return a.blockNumber - b.blockNumber || a.logIndex - b.logIndex
}
