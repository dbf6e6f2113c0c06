import type { BlockLog } from './blockLog'
import type { Cursor, WithinBlock } from './cursor'
import type { Entry, EntryBlock, KeptLog } from './entry'
import type { Header } from './header'
import type { ReadBlock } from './readBlocks'
import type { EventOrigin } from './stream'

/** A block as it is to be kept. */
export type PackBlock = ReadBlock & { readonly isFinal: boolean; readonly origin: EventOrigin }

/** What one transaction of the table takes. */
export type Packed = { readonly entries: readonly Entry[]; readonly cursor: Cursor }

/** How much goes into one row, and into one transaction. */
export type PackLimits = {
  readonly charactersAnEntry: number
  readonly charactersAWrite: number
  readonly entriesAWrite: number
}

// Table storage takes 1 MiB a row, at two bytes a character, and 4 MiB and 100 operations a transaction.
const LIMITS: PackLimits = {
  charactersAnEntry: 400_000,
  charactersAWrite: 3_000_000,
  entriesAWrite: 90,
}
const MOST_CHARACTERS_A_LOG = 300_000
const MOST_RECENT = 256

/**
 * Packs blocks into writings, each of which takes the cursor with what it says is read.
 *
 * Final blocks share entries; one that may be undone has its own. A block that does not fit into one writing is cut: the
 * cursor stays before it, and remembers how much of it is written.
 *
 * @param cursor - Before the first block.
 * @param blocks - Linked, in order; that which the cursor is within first, if it is.
 * @param limits - Those of Table storage when left out.
 * @returns The writings, in order; none without a block.
 */
export function packBlocks(
  cursor: Cursor,
  blocks: readonly PackBlock[],
  limits = LIMITS,
): readonly Packed[] {
  const packer = new Packer(cursor, limits)
  for (const block of blocks) packer.add(block)
  return packer.finish()
}

class Packer {
  private readonly writes: Packed[] = []
  private entries: Entry[] = []
  private charactersInWrite = 0
  private blocks: EntryBlock[] = []
  private charactersInEntry = 0
  private from: number
  private last: PackBlock | undefined

  constructor(
    private cursor: Cursor,
    private readonly limits: PackLimits,
  ) {
    this.from = cursor.number + 1
  }

  add(block: PackBlock): void {
    const { header, logs, isFinal } = block
    this.closeUnlike(block)
    for (let done = this.cursor.within?.events ?? 0; done < logs.length; ) {
      const count = this.fitting(logs, done)
      if (count > 0) this.blocks.push(this.blockOf(header, logs.slice(done, done + count)))
      done += count
      if (done < logs.length || !isFinal) this.cut(block, done)
    }
    this.cursor = advance(this.cursor, header, isFinal ? undefined : this.cursor.within)
    if (!this.isFull()) return
    this.close()
    this.flush()
  }

  finish(): readonly Packed[] {
    this.close()
    const written = this.writes.at(-1)?.cursor
    if (this.last !== undefined && written !== this.cursor) this.flush()
    return this.writes
  }

  private closeUnlike(block: PackBlock): void {
    const isLike = this.last?.isFinal === block.isFinal && this.last.origin === block.origin
    if (!isLike) this.close()
    if (!isLike && this.isFull()) this.flush()
    this.last = block
  }

  // How many logs go into the entry that is open.
  private fitting(logs: readonly BlockLog[], from: number): number {
    let count = 0
    for (let log = logs[from]; log !== undefined; log = logs[from + count]) {
      const size = sizeOf(log)
      const isFull = this.charactersInEntry + size > this.limits.charactersAnEntry
      if (isFull && this.charactersInEntry > 0) break
      this.charactersInEntry += size
      count++
    }
    return count
  }

  private blockOf({ number, hash, timestamp }: Header, logs: readonly BlockLog[]): EntryBlock {
    const undone = this.cursor.undone.find((each) => each.hash === hash)
    return { number, hash, time: timestamp, generation: undone?.times ?? 0, logs: logs.map(kept) }
  }

  // Ends the entry that is open, with so many events of the block written; none when it is of the blocks before.
  private cut({ header: { number, hash }, logs, isFinal }: PackBlock, events: number): void {
    const { nextSeq: last, within } = this.cursor
    this.close()
    const first = within?.first ?? last
    if (events > 0) {
      this.cursor = { ...this.cursor, within: { number, hash, events, first, last, isFinal } }
    }
    if (events < logs.length && this.isFull()) this.flush()
  }

  private close(): void {
    const to = this.blocks.at(-1)?.number
    if (to === undefined || this.last === undefined) return
    const { origin, isFinal } = this.last
    const { nextSeq: seq } = this.cursor
    const from = Math.min(this.from, to)
    this.entries.push({ seq, origin, isFinal, from, to, blocks: this.blocks })
    this.cursor = { ...this.cursor, nextSeq: seq + 1 }
    this.from = to + 1
    this.charactersInWrite += this.charactersInEntry
    this.blocks = []
    this.charactersInEntry = 0
  }

  private isFull(): boolean {
    const characters = this.charactersInWrite + this.charactersInEntry
    const { entriesAWrite, charactersAWrite } = this.limits
    return this.entries.length >= entriesAWrite || characters > charactersAWrite
  }

  private flush(): void {
    this.writes.push({ entries: this.entries, cursor: this.cursor })
    this.entries = []
    this.charactersInWrite = 0
  }
}

// Moves a cursor to a block that is read whole.
function advance(
  cursor: Cursor,
  { number, hash }: Header,
  entries: Pick<WithinBlock, 'first' | 'last'> | undefined,
): Cursor {
  const own = entries && { first: entries.first, last: entries.last }
  const open = cursor.recent.filter((each) => each.number >= cursor.finalized)
  const recent = [...open, { number, hash, ...own }].slice(-MOST_RECENT)
  return { ...cursor, number, hash, recent, within: undefined }
}

function kept({ logIndex, transaction, topics, data }: BlockLog): KeptLog {
  const fits = data.length <= MOST_CHARACTERS_A_LOG
  return { logIndex, transaction, topics: topics.slice(1), data: fits ? data : undefined }
}

function sizeOf({ topics, data }: BlockLog): number {
  return 100 + 70 * topics.length + Math.min(data.length, MOST_CHARACTERS_A_LOG)
}
