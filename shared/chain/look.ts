import type { Address } from '../core/hex'
import type { ChainBlock, ChainView, Fees } from './chain'
import { parseAmount, parseBlock, parseCount } from './parseAnswers'
import type { Answer, Quorum } from './quorum'
import { agree, askAll } from './quorum'
import { requireResult } from './requireResult'
import type { Rpc } from './rpc'

/** For whom, and what is known already. */
export type LookOrder = {
  readonly sender: Address
  /** Height that enough endpoints have shown before: whoever is behind it is waited past, while there are others. */
  readonly notBelow: number
}

/**
 * Looks at a chain: at the highest block that enough endpoints have, with what they agree on there.
 *
 * @param quorum - Whom to ask.
 * @param order - For which sender.
 * @returns One view, all of that block.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function look(quorum: Quorum, order: LookOrder): Promise<ChainView> {
  const { sender, notBelow } = order
  const { needed } = quorum
  const tips = await askAll(quorum, {
    what: 'eth_getBlockByNumber',
    ask: tipOf,
    isEnough: (answers) => heightOf(answers, needed) >= notBelow,
  })
  const height = heightOf(tips, needed)
  const { block, minedNonce, balance } = await agree(quorum, {
    what: `block ${String(height)}`,
    ask: (rpc) => stateAt(rpc, sender, height),
    // A hash does not vouch for what an endpoint says beside it, as the time that expiry is judged by.
    keyOf: ({ block: { number, hash, timestamp, baseFeePerGas }, ...of }) =>
      [number, hash, timestamp, baseFeePerGas, of.minedNonce, of.balance].join(),
  })
  return { block, minedNonce, balance, fees: feesOf(tips, block) }
}

type Tip = {
  readonly block: ChainBlock
  readonly tip: bigint | undefined
  readonly gasPrice: bigint | undefined
}

async function tipOf(rpc: Rpc): Promise<Tip> {
  const [block, history, gasPrice] = await rpc.send([
    { method: 'eth_getBlockByNumber', params: ['latest', false] },
    { method: 'eth_feeHistory', params: ['0x14', 'latest', [50]] },
    { method: 'eth_gasPrice', params: [] },
  ])
  return {
    block: parseBlock(requireResult(rpc, block)),
    // A node may lack either: where there is EIP-1559 the first is asked for, else the second.
    tip: history?.ok === true ? medianTip(history.result) : undefined,
    gasPrice: gasPrice?.ok === true ? parseAmount(gasPrice.result) : undefined,
  }
}

type At = { readonly block: ChainBlock; readonly minedNonce: number; readonly balance: bigint }

async function stateAt(rpc: Rpc, sender: Address, height: number): Promise<At> {
  const at = `0x${height.toString(16)}`
  const [block, count, balance] = await rpc.send([
    { method: 'eth_getBlockByNumber', params: [at, false] },
    { method: 'eth_getTransactionCount', params: [sender, at] },
    { method: 'eth_getBalance', params: [sender, at] },
  ])
  return {
    block: parseBlock(requireResult(rpc, block)),
    minedNonce: parseCount(requireResult(rpc, count)),
    balance: parseAmount(requireResult(rpc, balance)),
  }
}

// The highest block that as many have as must agree on it.
function heightOf(tips: readonly Answer<Tip>[], needed: number): number {
  const heights = tips.map(({ value }) => value.block.number).sort((a, b) => b - a)
  return heights[needed - 1] ?? -1
}

// The base fee is that of the block which enough endpoints agree on.
function feesOf(tips: readonly Answer<Tip>[], { baseFeePerGas: base }: ChainBlock): Fees {
  const gasPrice = median(tips.flatMap(({ value }) => value.gasPrice ?? []))
  if (base === undefined) return { gasPrice: gasPrice ?? 1n }
  // Where there is no history of fees, or nobody paid any, what a node asks for beyond the base fee.
  const known = median(tips.flatMap(({ value }) => value.tip ?? []))
  const beyond = gasPrice !== undefined && gasPrice > base ? gasPrice - base : 1n
  const maxPriorityFeePerGas = known ?? beyond
  // Twice the base fee holds through six full blocks in a row.
  return { maxFeePerGas: 2n * base + maxPriorityFeePerGas, maxPriorityFeePerGas }
}

// Of what the middle transaction of each recent block paid; undefined when all are empty, which say nothing.
function medianTip(history: unknown): bigint | undefined {
  const rewards: unknown =
    typeof history === 'object' && history !== null && 'reward' in history ? history.reward : []
  const tips = (Array.isArray(rewards) ? rewards : [])
    .flatMap((each: unknown) => (Array.isArray(each) ? [parseAmount(each[0])] : []))
    .filter((tip) => tip > 0n)
  return median(tips)
}

function median(values: readonly bigint[]): bigint | undefined {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : Number(a > b)))
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
