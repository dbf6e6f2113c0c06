import type { ReadDepth } from '../../authoring/chainReadType'
import { InvalidValueError } from '../../core/errors'
import type { ChainBlock } from '../chain'
import { parseBlock, parseCount } from '../parseAnswers'
import type { Quorum } from '../quorum'
import { agree, askAll } from '../quorum'
import { requireResult } from '../requireResult'
import type { Rpc, RpcCall } from '../rpc'

/** A block as it is read at. */
export type Block = Pick<ChainBlock, 'number' | 'hash' | 'timestamp'>

/**
 * Finds the highest block that enough endpoints have, so deep or as final.
 *
 * @param quorum - Whom to ask.
 * @param depth - How deep it must lie.
 * @returns The block, agreed on.
 * @throws ChainUnreachableError when too few answer, or are of this chain; ChainDisagreementError
 */
export async function topBlock(quorum: Quorum, depth: ReadDepth): Promise<Block> {
  const tag = typeof depth === 'number' ? 'latest' : depth
  const heights = await askAll(quorum, {
    what: `the ${tag} block`,
    ask: (rpc) => heightOf(rpc, quorum.chainId, tag),
    // All of them: one that says too little first must not choose an older block.
    isEnough: (answers) => answers.length === quorum.rpcs.length,
  })
  // As many as are needed have come so far, or they would not be here.
  const sorted = heights.map(({ value }) => value).sort((a, b) => b - a)
  const height = sorted[quorum.needed - 1] ?? 0
  return blockAt(quorum, Math.max(0, height - (typeof depth === 'number' ? depth : 0)))
}

/**
 * Reads a block.
 *
 * @param quorum - Whom to ask.
 * @param number - Its height.
 * @returns The block that enough endpoints have there.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export function blockAt(quorum: Quorum, number: number): Promise<Block> {
  const call = { method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, false] }
  return agree(quorum, {
    what: `${call.method} ${String(number)}`,
    ask: async (rpc) => {
      const { hash, timestamp, ...block } = await askBlock(rpc, call)
      if (block.number === number) return { number, hash, timestamp }
      throw new InvalidValueError('block', `number ${String(number)}`, block.number)
    },
    keyOf: ({ hash, timestamp }) => `${hash} ${String(timestamp)}`,
  })
}

// One of another chain would read other contracts at the same address.
async function heightOf(rpc: Rpc, chainId: number, tag: string): Promise<number> {
  const [id, block] = await rpc.send([
    { method: 'eth_chainId', params: [] },
    { method: 'eth_getBlockByNumber', params: [tag, false] },
  ])
  const found = parseCount(requireResult(rpc, id))
  if (found !== chainId) {
    throw new InvalidValueError(`chain of ${rpc.name}`, String(chainId), found)
  }
  return parseBlock(requireResult(rpc, block)).number
}

async function askBlock(rpc: Rpc, call: RpcCall): Promise<ChainBlock> {
  const [reply] = await rpc.send([call])
  return parseBlock(requireResult(rpc, reply))
}
