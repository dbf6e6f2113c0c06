import type { ReadDepth } from '../../authoring/chainReadType'
import type { Hex } from '../../core/hex'
import type { Quorum } from '../quorum'
import { agree } from '../quorum'
import { callReplyOf, keyOfCallReply } from '../replies'
import { requireResult } from '../requireResult'
import type { RpcCall } from '../rpc'
import { type Block, blockAt, topBlock } from './blocks'

/** What is read, and at which block. */
export type Read = {
  /** 20 bytes. */
  readonly to: Hex
  readonly depth: ReadDepth
  /** Unix seconds that the block must not be after; the last one that lies deep enough when left out. */
  readonly notAfter?: number
} & ({ readonly data: Hex } | { readonly slot: Hex })

/** What enough endpoints say of one block. */
export type ReadResult = {
  readonly blockNumber: number
  readonly blockHash: Hex
  /** Unix seconds. */
  readonly timestamp: number
  /** Undefined where the call reverts, or nothing lies at the address. */
  readonly result: Hex | undefined
}

/**
 * Reads a contract at one block: the block is chosen by depth and time, and read at by its hash, so that all endpoints
 * speak of the same one and none of a block that has left the chain.
 *
 * Source: EIP-1898.
 *
 * @param quorum - Whom to ask, and how many must agree on each answer.
 * @param read - What, and at which block.
 * @returns The block, and what was read at it.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function readAtBlock(quorum: Quorum, read: Read): Promise<ReadResult> {
  const top = await topBlock(quorum, read.depth)
  const block = read.notAfter === undefined ? top : await lastUntil(quorum, top, read.notAfter)
  const { number, hash, timestamp } = block
  const result = await resultAt(quorum, read, hash)
  return { blockNumber: number, blockHash: hash, timestamp, result }
}

// Times never fall from block to block. Near the top first: that is where slots lie.
async function lastUntil(quorum: Quorum, top: Block, notAfter: number): Promise<Block> {
  let after = top
  let step = 1
  let until = top
  while (until.timestamp > notAfter && until.number > 0) {
    after = until
    until = await blockAt(quorum, Math.max(0, top.number - step))
    step *= 2
  }
  while (after.number - until.number > 1) {
    const middle = await blockAt(quorum, Math.floor((after.number + until.number) / 2))
    if (middle.timestamp > notAfter) after = middle
    else until = middle
  }
  return until
}

async function resultAt(quorum: Quorum, read: Read, blockHash: Hex): Promise<Hex | undefined> {
  const at = { blockHash, requireCanonical: true }
  const { to } = read
  if (await isEmpty(quorum, to, at)) return undefined
  const call: RpcCall =
    'data' in read
      ? { method: 'eth_call', params: [{ to, data: read.data }, at] }
      : { method: 'eth_getStorageAt', params: [to, read.slot, at] }
  const reply = await agree(quorum, {
    what: call.method,
    ask: async (rpc) => callReplyOf(rpc, (await rpc.send([call]))[0]),
    keyOf: keyOfCallReply,
  })
  return reply.ok && isHex(reply.result) ? reply.result : undefined
}

// Where no contract lies every word is zero, and every call returns nothing.
async function isEmpty(quorum: Quorum, to: Hex, at: object): Promise<boolean> {
  const call = { method: 'eth_getCode', params: [to, at] }
  const code = await agree(quorum, {
    what: call.method,
    ask: async (rpc) => requireResult(rpc, (await rpc.send([call]))[0]),
    keyOf: (result) => String(result),
  })
  return code === '0x'
}

function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-f]*$/.test(value)
}
