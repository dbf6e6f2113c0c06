import { concat, encodeRlp, getBytes, hexlify, keccak256 } from 'ethers'
import type { Hex } from '../../../../shared/core/hex'
import { kept } from '../../kept'

/** What a contract logs. */
export type Content = {
  /** In lower case. */
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** A transaction that does nothing but log. */
export type Tx = { readonly hash: Hex; readonly contents: readonly Content[] }

/** What a block says of its transactions. */
export type Sums = { readonly logsBloom: Hex; readonly receiptsRoot: Hex }

const GAS_A_TRANSACTION = 50_000

// Written from the yellow paper by itself, and not by what the pump computes with: a fault in that must show.
export function sumsOf(txs: readonly Tx[]): Sums {
  const key = txs.map(({ contents }) => keyOf(contents)).join('\n')
  return kept(sums, key, () => ({
    logsBloom: bloomOf(txs.flatMap(({ contents }) => contents)),
    receiptsRoot: rootOf(txs.map(({ contents }, index) => encodingOf(contents, index))),
  }))
}

// The same contents come in many runs: what was computed of them once is so for all.
const sums = new Map<string, Sums>()
const encodings = new Map<string, string>()
const blooms = new Map<string, Hex>()

function keyOf(contents: readonly Content[]): string {
  return contents.map(({ address, topics, data }) => [address, ...topics, data].join()).join('|')
}

// A node's answer, without the places of its logs, which the header says.
export function receiptOf(
  { hash, contents }: Tx,
  index: number,
): Readonly<Record<string, unknown>> {
  return {
    ...{ transactionHash: hash, type: '0x2', status: '0x1' },
    cumulativeGasUsed: gasAt(index),
    logsBloom: bloomOf(contents),
    logs: contents,
  }
}

function gasAt(index: number): Hex {
  return `0x${(GAS_A_TRANSACTION * (index + 1)).toString(16)}`
}

function encodingOf(contents: readonly Content[], index: number): string {
  return kept(encodings, `${String(index)} ${keyOf(contents)}`, () => {
    const logs = contents.map(({ address, topics, data }) => [address, [...topics], data])
    const bloom = bloomOf(contents)
    return concat(['0x02', encodeRlp(['0x01', evened(gasAt(index)), bloom, logs])])
  })
}

function evened(quantity: Hex): string {
  return quantity.length % 2 === 0 ? quantity : `0x0${quantity.slice(2)}`
}

function bloomOf(contents: readonly Content[]): Hex {
  return kept(blooms, keyOf(contents), () => {
    const bloom = new Uint8Array(256)
    for (const value of contents.flatMap(({ address, topics }) => [address, ...topics])) {
      const hash = getBytes(keccak256(value))
      for (const at of [0, 2, 4]) {
        const bit = (256 * (hash[at] ?? 0) + (hash[at + 1] ?? 0)) % 2048
        bloom[255 - (bit >> 3)] = (bloom[255 - (bit >> 3)] ?? 0) | (1 << (bit & 7))
      }
    }
    return hexlify(bloom) as Hex
  })
}

type Leaf = { readonly path: string; readonly value: string }

// Each node is longer than a hash, as receipts are: none stands in the node above it.
function rootOf(values: readonly string[]): Hex {
  if (values.length === 0) return keccak256('0x80') as Hex
  const leaves = values.map((value, index) => {
    const key = index === 0 ? '0x' : evened(`0x${index.toString(16)}`)
    return { path: encodeRlp(key).slice(2), value }
  })
  return keccak256(nodeOf(leaves)) as Hex
}

function nodeOf(leaves: readonly Leaf[]): string {
  const [first] = leaves
  if (first !== undefined && leaves.length === 1) {
    return encodeRlp([prefixed(first.path, '2'), first.value])
  }
  const shared = sharedBy(leaves.map(({ path }) => path))
  if (shared > 0) {
    const below = leaves.map(({ path, value }) => ({ path: path.slice(shared), value }))
    return encodeRlp([prefixed(first?.path.slice(0, shared) ?? '', '0'), keccak256(nodeOf(below))])
  }
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const digit = nibble.toString(16)
    const below = leaves.filter(({ path }) => path.startsWith(digit))
    const rest = below.map(({ path, value }) => ({ path: path.slice(1), value }))
    return rest.length === 0 ? '0x' : keccak256(nodeOf(rest))
  })
  return encodeRlp([...children, '0x'])
}

function sharedBy(paths: readonly string[]): number {
  const [first = ''] = paths
  let length = 0
  while (length < first.length && paths.every((path) => path[length] === first[length])) length++
  return length
}

// The first digit tells leaf from extension, and whether the number of digits is odd.
function prefixed(digits: string, kind: '0' | '2'): string {
  const isOdd = digits.length % 2 === 1
  return isOdd ? `0x${String(Number(kind) + 1)}${digits}` : `0x${kind}0${digits}`
}
