import { keccak256 } from 'ethers'
import type { Hex } from '../../core/hex'
import { bytesOf } from '../../core/hex'
import { encodeRlp, encodeRlpList, rlpInteger } from './rlp'

/**
 * Computes the root of the Merkle Patricia trie that holds values by their position, as a block's receipts.
 *
 * Source: Ethereum yellow paper, appendix D; keys are the RLP of the positions from zero.
 *
 * @param values - In order, none empty.
 * @returns 32 bytes.
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Hex {
  const leaves = values.map((value, index) => ({ path: pathOf(index), value }))
  const root = leaves.length === 0 ? EMPTY : nodeOf(leaves, 0)
  return keccak256(root) as Hex
}

/** A value under the nibbles of its key. No key begins another: RLP is free of prefixes. */
type Leaf = { readonly path: readonly number[]; readonly value: Uint8Array }

const EMPTY = encodeRlp(new Uint8Array())

function pathOf(index: number): readonly number[] {
  return [...encodeRlp(rlpInteger(BigInt(index)))].flatMap((byte) => [byte >> 4, byte & 15])
}

// The node under which the leaves lie, of whose paths so many nibbles are used up.
function nodeOf(leaves: readonly Leaf[], depth: number): Uint8Array {
  const [only] = leaves
  if (only !== undefined && leaves.length === 1) {
    return encodeRlp([compact(only.path.slice(depth), true), only.value])
  }
  const shared = sharedLength(leaves, depth)
  if (shared > 0) {
    const nibbles = only?.path.slice(depth, depth + shared) ?? []
    return encodeRlpList([
      encodeRlp(compact(nibbles, false)),
      reference(nodeOf(leaves, depth + shared)),
    ])
  }
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const below = leaves.filter(({ path }) => path[depth] === nibble)
    return below.length === 0 ? EMPTY : reference(nodeOf(below, depth + 1))
  })
  return encodeRlpList([...children, EMPTY])
}

// A short node stands where its hash would.
function reference(node: Uint8Array): Uint8Array {
  return node.length < 32 ? node : encodeRlp(bytesOf(keccak256(node) as Hex))
}

function sharedLength(leaves: readonly Leaf[], depth: number): number {
  const [first] = leaves
  for (let length = 0; first !== undefined; length++) {
    const nibble = first.path[depth + length]
    const isShared = leaves.every(({ path }) => path[depth + length] === nibble)
    if (!isShared || nibble === undefined) return length
  }
  return 0
}

// The hex-prefix encoding: the first nibble tells leaf from extension, and odd from even.
function compact(nibbles: readonly number[], isLeaf: boolean): Uint8Array {
  const isOdd = nibbles.length % 2 === 1
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0)
  const all = isOdd ? [flag, ...nibbles] : [flag, 0, ...nibbles]
  return Uint8Array.from({ length: all.length / 2 }, (_, at) => {
    return ((all[2 * at] ?? 0) << 4) | (all[2 * at + 1] ?? 0)
  })
}
