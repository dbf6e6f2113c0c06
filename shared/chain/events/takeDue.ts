import type { Hex } from '../../core/hex'
import type { Cursor } from './cursor'
import type { Entry, Undo } from './entry'
import { eventsOf } from './entry'
import type { EventJournal } from './eventJournal'
import type { Position } from './position'
import type { ChainEvent, Depth, EventStream } from './stream'
import { streamId } from './stream'

/** What became known to a consumer. */
export type Happened = {
  /** `retracted`: it was observed before, and its block is no longer part of the chain. */
  readonly kind: 'observed' | 'retracted'
  readonly event: ChainEvent
}

/** What a consumer asks for. */
export type DueRequest = {
  readonly position: Position
  readonly depth: Depth
  /** At most so many; at least one. */
  readonly limit: number
  /** Events of earlier blocks are passed over. */
  readonly fromBlock?: number
}

/** What is due, and where to go on once it is dealt with. */
export type Due = {
  readonly happened: readonly Happened[]
  readonly next: Position
  /** Whether there may be more at once. */
  readonly hasMore: boolean
}

// A row may hold a thousand events: the first ones mostly do.
const FIRST_ENTRIES = 2
const MOST_ENTRIES = 8

/**
 * Takes what is due for one consumer. It changes nothing: whoever has dealt with it moves the position, and who has not is
 * told the same again.
 *
 * How deep a block lies is judged by the blocks that the stream itself has read, and safe and final as the chain stood when
 * it read them: another look at the chain might be of another branch.
 *
 * A block that was undone before it was due is never told. One that was told is retracted, each of its events once, newest
 * block first; when it comes back, it is told again with a higher generation.
 *
 * @param journal - Where streams are kept.
 * @param stream - Which.
 * @param request - From where, and how deep.
 * @returns In the order in which it is to be dealt with.
 * @throws EventRowMalformedError
 */
export async function takeDue(
  journal: EventJournal,
  stream: EventStream,
  request: DueRequest,
): Promise<Due> {
  const id = streamId(stream)
  // First: whatever is appended after it is not looked at.
  const stored = await journal.read(id)
  if (stored === undefined) return { happened: [], next: request.position, hasMore: false }
  const { cursor } = stored
  const undos = await journal.undos(id, { from: request.position.seq, before: cursor.nextSeq })
  return new Walk({ journal, stream, request, cursor, undos }).run()
}

type WalkOptions = {
  readonly journal: EventJournal
  readonly stream: EventStream
  readonly request: DueRequest
  readonly cursor: Cursor
  /** All that come after the position, in order. */
  readonly undos: readonly Undo[]
}

class Walk {
  private readonly happened: Happened[] = []
  private readonly id: Hex
  private readonly dueTo: number
  private at: Position
  private isDone = false

  constructor(private readonly options: WalkOptions) {
    const { stream, cursor, request } = options
    this.id = streamId(stream)
    this.dueTo = dueTo(cursor, request.depth)
    this.at = request.position
  }

  async run(): Promise<Due> {
    const { journal, cursor } = this.options
    let limit = FIRST_ENTRIES
    for (; !this.isDone && this.at.seq < cursor.nextSeq; limit = MOST_ENTRIES) {
      const range = { from: this.at.seq, before: cursor.nextSeq, limit }
      const entries = await journal.entries(this.id, range)
      for (const entry of entries) await this.passUpTo(entry.seq, entry)
      if (entries.length < limit) await this.passUpTo(cursor.nextSeq)
    }
    const hasMore = this.happened.length >= this.options.request.limit
    return { happened: this.happened, next: this.at, hasMore }
  }

  // What was undone before an entry, then the entry.
  private async passUpTo(seq: number, entry?: Entry): Promise<void> {
    await this.undoBefore(seq)
    if (this.isDone) return
    this.move({ seq, index: this.at.seq === seq ? this.at.index : 0 })
    if (entry !== undefined) this.pass(entry)
  }

  private async undoBefore(seq: number): Promise<void> {
    for (const undo of this.options.undos) {
      if (undo.seq < this.at.seq || undo.seq >= seq || this.isDone) continue
      this.move({ seq: undo.seq, index: this.at.seq === undo.seq ? this.at.index : 0 })
      await this.undo(undo)
    }
  }

  // Retracts what was told of a block: what lies before the mark, or all of it where there is none.
  private async undo(undo: Undo): Promise<void> {
    const { journal, stream } = this.options
    const { mark } = this.at
    let passed = 0
    for (const seq of toldSeqs(undo, mark)) {
      const [entry] = await journal.entries(this.id, { from: seq, before: seq + 1 })
      const all = entry === undefined ? [] : eventsOf(stream, entry)
      for (const event of mark?.seq === seq ? all.slice(0, mark.index) : all) {
        if (passed++ < this.at.index) continue
        if (!this.tell('retracted', event)) return
        this.at = { ...this.at, index: passed }
      }
    }
    this.at = { seq: undo.seq + 1, index: 0, ...markAfter(undo, mark) }
  }

  private pass(entry: Entry): void {
    const { seq } = entry
    if (!entry.isFinal && this.isUndone(seq)) {
      const mark = this.at.mark ?? { seq, index: this.at.index }
      this.at = { seq: seq + 1, index: 0, mark }
      return
    }
    const events = eventsOf(this.options.stream, entry)
    for (const event of events.slice(this.at.index)) {
      if (event.blockNumber > this.dueTo) {
        this.isDone = true
        return
      }
      if (!this.tell('observed', event)) return
      this.at = { ...this.at, index: this.at.index + 1 }
    }
    this.move({ seq: seq + 1, index: 0 })
  }

  private isUndone(seq: number): boolean {
    return this.options.undos.some(
      (undo) => undo.seq > seq && undo.first <= seq && seq <= undo.last,
    )
  }

  // False when there is no room for it.
  private tell(kind: Happened['kind'], event: ChainEvent): boolean {
    const { limit, fromBlock = 0 } = this.options.request
    if (event.blockNumber < fromBlock) return true
    if (this.happened.length >= limit) {
      this.isDone = true
      return false
    }
    this.happened.push({ kind, event })
    return true
  }

  private move(to: { readonly seq: number; readonly index: number }): void {
    const { mark } = this.at
    this.at = { ...to, ...(mark !== undefined && { mark }) }
  }
}

// The entries of an undone block that a consumer was told of, the one with the mark in part.
function toldSeqs({ first, last }: Undo, mark: Position['mark']): readonly number[] {
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return mark === undefined ? all : all.filter((seq) => seq <= mark.seq)
}

// The mark has served when the undo is passed of the block that it is in.
function markAfter({ first, last }: Undo, mark: Position['mark']): Pick<Position, 'mark'> {
  const isReached = mark !== undefined && first <= mark.seq && mark.seq <= last
  return mark === undefined || isReached ? {} : { mark }
}

function dueTo({ number, safe, finalized }: Cursor, depth: Depth): number {
  if (depth === 'instant') return number
  if (depth === 'safe') return Math.min(number, safe)
  return depth === 'finalized' ? Math.min(number, finalized) : number - depth
}
