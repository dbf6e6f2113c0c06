import { InvalidValueError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { bytesOf, parseHex } from '../../core/hex'
import { parseAmount } from '../parseAnswers'
import type { BlockLog } from './blockLog'
import { parseContent } from './blockLog'
import type { RlpItem } from './rlp'
import { encodeRlp, rlpInteger } from './rlp'
import { orderedTrieRoot } from './trie'

/** What a block's receipts say, and what they hash to. */
export type BlockReceipts = {
  /** To be compared with the header's. */
  readonly root: Hex
  readonly transactions: readonly Hex[]
  /** All of the block, in their order. */
  readonly logs: readonly BlockLog[]
}

/**
 * Parses the receipts of a block and computes the root that its header must have, if they are all there and unchanged.
 *
 * The root vouches for addresses, topics, data and order; not for the transactions' hashes.
 *
 * Source: EIP-2718 and EIP-658; for deposits (type 0x7e) the OP Stack's specification since Canyon.
 *
 * @param answer - Of eth_getBlockReceipts.
 * @returns What they say.
 * @throws InvalidValueError
 */
export function parseBlockReceipts(answer: unknown): BlockReceipts {
  if (!Array.isArray(answer)) throw new InvalidValueError('receipts', 'a list', answer)
  const logs: BlockLog[] = []
  const transactions: Hex[] = []
  const encodings = answer.map((each) => {
    const receipt = recordOf(each)
    const transaction = parseHex(receipt['transactionHash'], 'transactionHash', 32)
    const own = contentsOf(receipt['logs'])
    // Counted here: the root does not vouch for the node's own numbers.
    for (const log of own) logs.push({ ...log, transaction, logIndex: logs.length })
    transactions.push(transaction)
    return encodeReceipt(receipt, own)
  })
  return { root: orderedTrieRoot(encodings), transactions, logs }
}

const DEPOSIT = 0x7e

type Content = ReturnType<typeof parseContent>

function encodeReceipt(
  receipt: Readonly<Record<string, unknown>>,
  logs: readonly Content[],
): Uint8Array {
  const type = receipt['type'] === undefined ? 0 : Number(parseAmount(receipt['type']))
  const status = receipt['status']
  const body: RlpItem[] = [
    // Before EIP-658 there was a state root.
    status === undefined || status === null
      ? bytesOf(parseHex(receipt['root'], 'root', 32))
      : integer(status),
    integer(receipt['cumulativeGasUsed']),
    bytesOf(parseHex(receipt['logsBloom'], 'logsBloom', 256)),
    logs.map(({ address, topics, data }) => [bytesOf(address), topics.map(bytesOf), bytesOf(data)]),
  ]
  if (type === DEPOSIT && receipt['depositReceiptVersion'] !== undefined) {
    body.push(integer(receipt['depositNonce']), integer(receipt['depositReceiptVersion']))
  }
  const encoding = encodeRlp(body)
  return type === 0 ? encoding : Buffer.concat([Uint8Array.of(type), encoding])
}

function contentsOf(logs: unknown): readonly Content[] {
  if (!Array.isArray(logs)) throw new InvalidValueError('logs', 'a list', logs)
  return logs.map((log) => parseContent(recordOf(log)))
}

function integer(value: unknown): Uint8Array {
  return rlpInteger(parseAmount(value))
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new InvalidValueError('receipt', 'an object', value)
}
