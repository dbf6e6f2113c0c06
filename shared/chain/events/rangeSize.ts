import { messageOf } from '../../core/errors'
import type { ReadBlock } from './readBlocks'

const AIM_IN_CHARACTERS = 4_000_000
const MOST_BLOCKS = 1_000
// What a log takes in a node's answer besides its data.
const CHARACTERS_A_LOG = 750

/**
 * Sizes the next range by what the last one brought: it shrinks at once and grows slowly.
 *
 * @param size - So far, in blocks.
 * @param blocks - What the range brought.
 * @returns The next size.
 */
export function nextRangeSize(size: number, blocks: readonly ReadBlock[]): number {
  const characters = blocks
    .flatMap(({ logs }) => logs)
    .reduce((sum, { data }) => sum + CHARACTERS_A_LOG + data.length, 0)
  if (characters > AIM_IN_CHARACTERS) return Math.max(1, blocks.length >> 1)
  const isWhole = blocks.length >= size
  return isWhole && 2 * characters < AIM_IN_CHARACTERS ? Math.min(MOST_BLOCKS, 2 * size) : size
}

/**
 * Tells whether an endpoint may answer a smaller question.
 *
 * Source: the texts of geth, Erigon, Nethermind, Besu, Reth, anvil and of providers; there is no code for it.
 *
 * @param error - What was thrown.
 * @returns True when it speaks of a bound.
 */
export function isTooMuch(error: unknown): boolean {
  return /too (?:many|large|big|much|wide)|more than|limit|exceed|block range|range is|timed? ?out|aborted|response size/i.test(
    messageOf(error),
  )
}
