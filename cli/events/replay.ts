import * as z from 'zod'
import type { Ask } from '../fabricClient'
import { UsageError } from '../usage'

const schema = z.looseObject({
  streams: z.array(z.looseObject({ address: z.string(), appended: z.number() })).readonly(),
})

/** What the fabric takes at once. */
const BLOCKS_AT_ONCE = 1_000

/** Final blocks of a chain, the last one included. */
export type BlockRange = { readonly from: number; readonly to: number }

/** What was read again. */
export type Replayed = BlockRange & { readonly chainId: number; readonly appended: number }

/**
 * Reads a range of blocks as a user writes it.
 *
 * @param text - As in `100-2000`.
 * @returns First and last block.
 * @throws UsageError
 */
export function parseRange(text: string): BlockRange {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? []
  const range = { from: Number(from), to: Number(to) }
  if (range.from <= range.to) return range
  const expected = 'the first and the last block, as in 100-2000'
  throw new UsageError([{ name: '--replay', received: text, expected }])
}

/**
 * Lets the fabric read blocks again, some at a time.
 *
 * @param ask - The fabric, with its master key.
 * @param path - Of the Cryplet.
 * @param range - Which blocks, of which chain.
 * @returns How many events were appended.
 */
export async function replay(
  ask: Ask,
  path: string,
  range: BlockRange & { readonly chainId: number },
): Promise<Replayed> {
  let appended = 0
  for (let from = range.from; from <= range.to; from += BLOCKS_AT_ONCE) {
    const to = Math.min(range.to, from + BLOCKS_AT_ONCE - 1)
    const body = JSON.stringify({ chainId: range.chainId, from, to })
    const { streams } = await ask(schema, `${path}/events/replay`, { method: 'POST', body })
    appended += streams.reduce((sum, stream) => sum + stream.appended, 0)
  }
  return { ...range, appended }
}

/**
 * Finds out whose blocks are meant.
 *
 * @param chains - That the Cryplet hears.
 * @param said - By the user.
 * @returns The chain's id.
 * @throws UsageError when it has to be said, or the Cryplet does not hear it.
 */
export function chainOf(chains: readonly number[], said: string | undefined): number {
  const [only, ...others] = new Set(chains)
  const chainId = said === undefined && others.length === 0 ? only : Number(said)
  if (chainId !== undefined && chains.includes(chainId)) return chainId
  const expected = `a chain that the Cryplet hears: ${[...new Set(chains)].join(', ') || 'none'}`
  throw new UsageError([{ name: '--chain', received: said ?? 'nothing', expected }])
}
