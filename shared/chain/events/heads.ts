import { InvalidValueError } from '../../core/errors'
import { parseCount } from '../parseAnswers'
import type { Answer, Quorum } from '../quorum'
import { agree, agreed, askAll } from '../quorum'
import { requireResult } from '../requireResult'
import type { Rpc, RpcReply } from '../rpc'
import type { Header } from './header'
import { keyOfHeader, parseHeader } from './header'

/** Where a chain stands. */
export type Heads = {
  /** The highest block that enough endpoints have. */
  readonly head: Header
  /** Height up to which enough endpoints call blocks safe. */
  readonly safe: number
  /** The same for final; on a chain without that word, so many blocks below the head that nobody expects another. */
  readonly finalized: number
}

/** Where a chain says nothing of finality. */
export const FINAL_AFTER_BLOCKS = 256

/**
 * Looks where a chain stands: one post, and a second one only where the endpoints are not at the same block.
 *
 * @param quorum - Whom to ask.
 * @param notBelow - Height that enough endpoints have shown before.
 * @returns What enough of them agree on.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function lookAtHeads(quorum: Quorum, notBelow: number): Promise<Heads> {
  const { needed } = quorum
  const tips = await askAll(quorum, {
    what: 'eth_getBlockByNumber',
    ask: tipOf,
    isEnough: (so) => (agreedHeight(heightsOf(so), needed) ?? -1) >= notBelow,
  })
  const height = agreedHeight(heightsOf(tips), needed) ?? 0
  const head = agreedTip(tips, height, needed) ?? (await headerAt(quorum, height))
  const finalized =
    agreedHeight(
      tips.flatMap(({ value }) => value.finalized ?? []),
      needed,
    ) ?? Math.max(0, height - FINAL_AFTER_BLOCKS)
  const safe = agreedHeight(
    tips.flatMap(({ value }) => value.safe ?? []),
    needed,
  )
  return {
    head,
    safe: Math.min(height, Math.max(safe ?? 0, finalized)),
    finalized: Math.min(height, finalized),
  }
}

type Tip = {
  readonly head: Header
  readonly safe: number | undefined
  readonly finalized: number | undefined
}

const TAGS = ['latest', 'safe', 'finalized']

async function tipOf(rpc: Rpc): Promise<Tip> {
  const calls = TAGS.map((tag) => ({ method: 'eth_getBlockByNumber', params: [tag, false] }))
  const [latest, safe, finalized] = await rpc.send(calls)
  return {
    head: parseHeader(requireResult(rpc, latest)),
    safe: heightIn(safe),
    finalized: heightIn(finalized),
  }
}

// A node may not know the word, or no such block yet.
function heightIn(reply: RpcReply | undefined): number | undefined {
  const block = reply?.ok === true ? reply.result : undefined
  const isBlock = typeof block === 'object' && block !== null && 'number' in block
  return isBlock ? parseCount(block.number) : undefined
}

function heightsOf(tips: readonly Answer<Tip>[]): readonly number[] {
  return tips.map(({ value }) => value.head.number)
}

// The highest that as many reach as must agree.
function agreedHeight(heights: readonly number[], needed: number): number | undefined {
  return [...heights].sort((a, b) => b - a)[needed - 1]
}

function agreedTip(
  tips: readonly Answer<Tip>[],
  height: number,
  needed: number,
): Header | undefined {
  const there = tips
    .map(({ name, value }) => ({ name, value: value.head }))
    .filter(({ value }) => value.number === height)
  return agreed(there, keyOfHeader, needed)?.value
}

async function headerAt(quorum: Quorum, height: number): Promise<Header> {
  const params = [`0x${height.toString(16)}`, false]
  return agree(quorum, {
    what: `block ${String(height)}`,
    ask: async (rpc) => {
      const [reply] = await rpc.send([{ method: 'eth_getBlockByNumber', params }])
      const header = parseHeader(requireResult(rpc, reply))
      if (header.number === height) return header
      throw new InvalidValueError('block', `number ${String(height)}`, header.number)
    },
    keyOf: keyOfHeader,
  })
}
