import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { ChainBlock, ChainLog, ChainReceipt } from './chain'

/**
 * Parses a block's header.
 *
 * @param answer - Of eth_getBlockByNumber.
 * @returns The block.
 * @throws InvalidValueError when it is none, as for a number that the node has not reached.
 */
export function parseBlock(answer: unknown): ChainBlock {
  const block = record(answer)
  const fee = block['baseFeePerGas']
  return {
    number: parseCount(block['number']),
    hash: parseText(block['hash']) as Hex,
    timestamp: parseCount(block['timestamp']),
    baseFeePerGas: typeof fee === 'string' ? parseAmount(fee) : undefined,
  }
}

/**
 * Parses a receipt.
 *
 * @param answer - Of eth_getTransactionReceipt.
 * @returns The receipt; undefined for a transaction that is not mined.
 * @throws InvalidValueError
 */
export function parseReceipt(answer: unknown): ChainReceipt | undefined {
  if (answer === null || answer === undefined) return undefined
  const receipt = record(answer)
  const price = receipt['effectiveGasPrice']
  return {
    succeeded: parseCount(receipt['status']) === 1,
    transactionHash: parseText(receipt['transactionHash']) as Hex,
    blockNumber: parseCount(receipt['blockNumber']),
    blockHash: parseText(receipt['blockHash']) as Hex,
    gasUsed: parseAmount(receipt['gasUsed']),
    effectiveGasPrice: price === undefined ? 0n : parseAmount(price),
    logs: parseLogs(receipt['logs']),
  }
}

/**
 * Parses events.
 *
 * @param answer - Of eth_getLogs, or a receipt's.
 * @returns In the node's order.
 * @throws InvalidValueError
 */
export function parseLogs(answer: unknown): readonly ChainLog[] {
  if (!Array.isArray(answer)) throw new InvalidValueError('logs', 'a list', answer)
  return answer.map((each) => {
    const log = record(each)
    const topics: unknown = log['topics']
    return {
      address: parseText(log['address']),
      topics: Array.isArray(topics) ? topics.map(parseText) : [],
      data: parseText(log['data']),
      transactionHash: parseText(log['transactionHash']) as Hex,
      blockNumber: parseCount(log['blockNumber']),
    }
  })
}

/**
 * Parses a quantity that fits in a number.
 *
 * @param value - As in `0x1f`.
 * @returns A safe integer.
 * @throws InvalidValueError
 */
export function parseCount(value: unknown): number {
  const count = Number(parseAmount(value))
  if (!Number.isSafeInteger(count)) throw new InvalidValueError('count', 'a safe integer', value)
  return count
}

/**
 * Parses a quantity.
 *
 * @param value - As in `0x1f`.
 * @returns The amount.
 * @throws InvalidValueError
 */
export function parseAmount(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) {
    throw new InvalidValueError('quantity', 'hexadecimal digits after 0x', value)
  }
  return BigInt(value)
}

function parseText(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidValueError('answer', 'a text', value)
  return value
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new InvalidValueError('answer', 'an object', value)
}
