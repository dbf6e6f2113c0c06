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
  /** `retracted`: its block is no longer part of the chain, and the event may have been acted on. */
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
 * Of a block that is undone nothing is told any more. Each of its events that was ever due is retracted, newest block first,
 * whether it was told or not: whoever was told may have ended, or be late, before the position says so. When the block comes
 * back, it is told again with a higher generation.
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
    this.at = { seq, index: this.at.seq === seq ? this.at.index : 0 }
    if (entry !== undefined) this.pass(entry)
  }

  private async undoBefore(seq: number): Promise<void> {
    for (const undo of this.options.undos) {
      if (undo.seq < this.at.seq || undo.seq >= seq || this.isDone) continue
      this.at = { seq: undo.seq, index: this.at.seq === undo.seq ? this.at.index : 0 }
      await this.undo(undo)
    }
  }

  private async undo(undo: Undo): Promise<void> {
    const { journal, request } = this.options
    let passed = 0
    for (let seq = undo.first; seq <= undo.last && wasDue(undo, request.depth); seq++) {
      const [entry] = await journal.entries(this.id, { from: seq, before: seq + 1 })
      for (const event of entry === undefined ? [] : this.eventsIn(entry, undo)) {
        if (passed++ < this.at.index) continue
        if (!this.tell('retracted', event)) return
        this.at = { ...this.at, index: passed }
      }
    }
    this.at = { seq: undo.seq + 1, index: 0 }
  }

  // Between the parts of a block there may be what was replayed meanwhile.
  private eventsIn(entry: Entry, { hash }: Undo): readonly ChainEvent[] {
    return eventsOf(this.options.stream, entry).filter(({ blockHash }) => blockHash === hash)
  }

  private pass(entry: Entry): void {
    const { seq } = entry
    if (!entry.isFinal && this.isUndone(seq)) {
      this.at = { seq: seq + 1, index: 0 }
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
    this.at = { seq: seq + 1, index: 0 }
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
}

// Whether an undone block ever lay as deep as a consumer asks; what is final is not undone.
function wasDue({ number, reached = Infinity }: Undo, depth: Depth): boolean {
  if (depth === 'finalized') return false
  return number <= reached - (typeof depth === 'number' ? depth : 0)
}

function dueTo({ number, safe, finalized }: Cursor, depth: Depth): number {
  if (depth === 'instant') return number
  if (depth === 'safe') return Math.min(number, safe)
  return depth === 'finalized' ? Math.min(number, finalized) : number - depth
}
