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

/** What was shown by earlier looks. */
export type HeadsLearnt = {
  /** Height that enough endpoints have shown: whoever is behind it is waited past, while there are others. */
  highest: number
  /** Height that enough of them called final last, 0 before; undefined while none has ever said the word. */
  final: number | undefined
}

/**
 * Looks where a chain stands: one post, and a second one only where the endpoints are not at the same block.
 *
 * On a chain where an endpoint has ever called a block final, nothing is final that enough of them do not call so.
 *
 * @param quorum - Whom to ask.
 * @param learnt - By earlier looks; this one adds to it.
 * @returns What enough of them agree on.
 * @throws ChainUnreachableError, ChainDisagreementError
 */
export async function lookAtHeads(quorum: Quorum, learnt: HeadsLearnt): Promise<Heads> {
  const { needed } = quorum
  const tips = await askAll(quorum, {
    what: 'eth_getBlockByNumber',
    ask: (rpc) => tipOf(rpc, learnt),
    isEnough: (so) => (agreedHeight(heightsOf(so), needed) ?? -1) >= learnt.highest,
  })
  const height = agreedHeight(heightsOf(tips), needed) ?? 0
  const head = agreedTip(tips, height, needed) ?? (await headerAt(quorum, height))
  learnt.highest = Math.max(learnt.highest, height)
  const said = agreedHeight(
    tips.flatMap(({ value }) => value.finalized ?? []),
    needed,
  )
  learnt.final = said ?? learnt.final
  const finalized = learnt.final ?? Math.max(0, height - FINAL_AFTER_BLOCKS)
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

async function tipOf(rpc: Rpc, learnt: HeadsLearnt): Promise<Tip> {
  const calls = TAGS.map((tag) => ({ method: 'eth_getBlockByNumber', params: [tag, false] }))
  const [latest, safe, finalized] = await rpc.send(calls)
  const tip = {
    head: parseHeader(requireResult(rpc, latest)),
    safe: heightIn(rpc, safe),
    finalized: heightIn(rpc, finalized),
  }
  // Also by whoever is late, and by one alone: the chain has the word.
  if (tip.finalized !== undefined) learnt.final ??= 0
  return tip
}

// A node may not know the word, or no such block yet; whoever fails to answer says neither.
function heightIn(rpc: Rpc, reply: RpcReply | undefined): number | undefined {
  if (reply?.ok === false && isWithoutWord(reply)) return undefined
  const block = requireResult(rpc, reply)
  if (block === null) return undefined
  if (typeof block === 'object' && 'number' in block) return parseCount(block.number)
  throw new InvalidValueError('block', 'an object with a number, or null', block)
}

// Unknown method, invalid params, unknown block. Others have only words for it.
const CODES_WITHOUT_WORD = [-32_601, -32_602, -39_001]
const SAYS_NO_WORD =
  /(?:unknown|invalid|unsupported) (?:block )?tag|(?:safe|finalized) block (?:is )?not found/i

function isWithoutWord({ code, message }: Extract<RpcReply, { ok: false }>): boolean {
  return CODES_WITHOUT_WORD.includes(code) || SAYS_NO_WORD.test(message)
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
