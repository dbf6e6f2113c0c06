import { keccak256 } from 'ethers'
import { InvalidValueError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { bytesOf, concatHex, parseHex } from '../../core/hex'
import { parseCount } from '../parseAnswers'

/** What a block says of itself, as far as reading its events rests on it. */
export type Header = {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  /** Unix seconds. */
  readonly timestamp: number
  readonly logsBloom: Hex
  readonly receiptsRoot: Hex
  /** keccak256 of the hashes of its transactions, joined: receipts do not vouch for them. */
  readonly transactions: Hex
}

/**
 * Parses a block that came with the hashes of its transactions.
 *
 * @param answer - Of eth_getBlockByNumber.
 * @returns Its header.
 * @throws InvalidValueError when it is none, as for a number that the node has not reached.
 */
export function parseHeader(answer: unknown): Header {
  if (typeof answer !== 'object' || answer === null) {
    throw new InvalidValueError('block', 'an object', answer)
  }
  const block = answer as Readonly<Record<string, unknown>>
  const transactions = block['transactions']
  if (!Array.isArray(transactions)) {
    throw new InvalidValueError('transactions', 'a list', transactions)
  }
  return {
    number: parseCount(block['number']),
    hash: parseHex(block['hash'], 'hash', 32),
    parentHash: parseHex(block['parentHash'], 'parentHash', 32),
    timestamp: parseCount(block['timestamp']),
    logsBloom: parseHex(block['logsBloom'], 'logsBloom', 256),
    receiptsRoot: parseHex(block['receiptsRoot'], 'receiptsRoot', 32),
    transactions: digestOf(transactions.map((each) => parseHex(each, 'transaction', 32))),
  }
}

/**
 * Digests the hashes of a block's transactions.
 *
 * @param hashes - In their order.
 * @returns 32 bytes.
 */
export function digestOf(hashes: readonly Hex[]): Hex {
  return keccak256(bytesOf(concatHex(hashes))) as Hex
}

/**
 * Makes a key that is equal for headers that say the same: the hash alone does not vouch for what an endpoint says beside it.
 *
 * @param header - As an endpoint gave it.
 * @returns The key.
 */
export function keyOfHeader(header: Header): string {
  const { number, hash, parentHash, timestamp, logsBloom, receiptsRoot, transactions } = header
  return [number, hash, parentHash, timestamp, logsBloom, receiptsRoot, transactions].join()
}
