import type { Hex } from '../../core/hex'
import type { BlockLog } from './blockLog'

const MOST_BLOCKS = 64
const MOST_CHARACTERS = 16_000_000

/** All logs of some blocks, by their hashes: streams of the same chain mostly want the same newest blocks. */
export class KeptLogs {
  private readonly blocks = new Map<Hex, readonly BlockLog[]>()
  private characters = 0

  /**
   * @param mostCharacters - Of all logs together, as nodes write them.
   */
  constructor(private readonly mostCharacters = MOST_CHARACTERS) {}

  get(hash: Hex): readonly BlockLog[] | undefined {
    return this.blocks.get(hash)
  }

  /**
   * Keeps a block's logs, and forgets the oldest ones beyond the bound; one that is larger than that alone is not kept.
   *
   * @param hash - Of the block; each is kept once.
   * @param logs - All of it.
   */
  keep(hash: Hex, logs: readonly BlockLog[]): void {
    const size = charactersOf(logs)
    if (size > this.mostCharacters || this.blocks.has(hash)) return
    this.blocks.set(hash, logs)
    this.characters += size
    for (const [oldest, theirs] of this.blocks) {
      if (this.blocks.size <= MOST_BLOCKS && this.characters <= this.mostCharacters) return
      this.blocks.delete(oldest)
      this.characters -= charactersOf(theirs)
    }
  }
}

/**
 * Tells how much logs take in a node's answer.
 *
 * @param logs - Which.
 * @returns Characters, about.
 */
export function charactersOf(logs: readonly BlockLog[]): number {
  return logs.reduce((sum, { data, topics }) => sum + 500 + 68 * topics.length + data.length, 0)
}
