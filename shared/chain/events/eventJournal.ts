import * as z from 'zod'
import type { Hex } from '../../core/hex'
import { hash32, whole } from '../../store/columns'
import type { OpenTable, Operation, StoredRow, Table } from '../../store/table'
import type { Cursor } from './cursor'
import { parseCursor } from './cursor'
import type { Entry, Undo } from './entry'
import { entryRow, parseEntry } from './entry'
import { EventRowMalformedError } from './errors'
import type { Position, StoredPosition } from './position'
import { parsePosition, START } from './position'

/** A cursor as it was read: whoever writes names its etag. */
export type StoredCursor = { readonly cursor: Cursor; readonly etag: string }

/** What one transaction does besides moving the cursor. */
export type EventWriting = {
  readonly cursor: Cursor
  readonly entries?: readonly Entry[]
  readonly undos?: readonly Undo[]
  /** Sequence numbers of what goes: entries, and undos. */
  readonly pruned?: { readonly entries: readonly number[]; readonly undos: readonly number[] }
}

/** A range of sequence numbers, and how many rows to read at most. */
export type SeqRange = { readonly from: number; readonly before: number; readonly limit?: number }

/**
 * What is read of streams: table `events`, a partition a stream.
 *
 * Rows: `cursor`; `entry-` and `undo-`, each with a sequence number out of one count, never changed; `position-` and a
 * consumer. The cursor and what it says is read are one transaction under the cursor's etag, so neither can be there without
 * the other, and a second writer is noticed.
 */
export type EventJournal = {
  readonly read: (stream: Hex) => Promise<StoredCursor | undefined>
  /** Gives the cursor as it stands then; `conflict` when another writer was first. */
  readonly write: (
    stream: Hex,
    held: StoredCursor | undefined,
    writing: EventWriting,
  ) => Promise<StoredCursor | 'conflict'>
  readonly entries: (stream: Hex, range: SeqRange) => Promise<readonly Entry[]>
  readonly undos: (stream: Hex, range: SeqRange) => Promise<readonly Undo[]>
  readonly position: (stream: Hex, consumer: string) => Promise<StoredPosition>
  /** Gives a new consumer its place: from then on nothing is removed that it has not passed. It keeps the one it has. */
  readonly begin: (stream: Hex, consumer: string, toldFrom: number) => Promise<void>
  /** `conflict` when another moved it first. */
  readonly advance: (
    stream: Hex,
    from: StoredPosition,
    to: Position,
  ) => Promise<StoredPosition | 'conflict'>
  readonly positions: (stream: Hex) => Promise<readonly StoredPosition[]>
  /** A consumer that is gone holds nothing back any more. */
  readonly removePosition: (stream: Hex, consumer: string) => Promise<void>
  /** Hints that were looked up, and whether there was anything in them. */
  readonly hints: (stream: Hex) => Promise<HintCounts>
  readonly countHint: (stream: Hex, what: keyof HintCounts) => Promise<void>
}

const hintsSchema = z.object({ found: whole, notFound: whole })

/** What became of hints. */
export type HintCounts = Readonly<z.infer<typeof hintsSchema>>

const CURSOR = 'cursor'
const ENTRY = 'entry-'
const HINTS = 'hints'
const UNDO = 'undo-'
const POSITION = 'position-'
const AFTER_POSITION = 'position.' // the next character after `-`

/**
 * Opens the journal of all streams.
 *
 * @param open - How to open a table.
 * @returns The journal.
 */
export function openEventJournal(open: OpenTable): EventJournal {
  const table = open('events')
  return {
    read: async (stream) => {
      const row = await table.get({ partition: stream, row: CURSOR })
      return row && { cursor: parseCursor(row.value), etag: row.etag }
    },
    write: async (stream, held, writing) => {
      const etags = await table.transact(operationsOf(stream, held, writing))
      if (etags === 'conflict') return etags
      return { cursor: writing.cursor, etag: etags[0] ?? '' }
    },
    entries: async (stream, range) =>
      (await list(table, { stream, prefix: ENTRY }, range)).map(({ row, value }) =>
        parseEntry(seqIn(row, ENTRY), value),
      ),
    undos: async (stream, range) =>
      (await list(table, { stream, prefix: UNDO }, range)).map(parseUndo),
    position: async (stream, consumer) => {
      const row = await table.get({ partition: stream, row: POSITION + consumer })
      return row === undefined ? { consumer, position: START } : positionIn(row)
    },
    begin: async (partition, consumer, toldFrom) => {
      await table.insert({ partition, row: POSITION + consumer, value: { ...START, toldFrom } })
    },
    advance: (stream, from, to) => advancePosition(table, stream, { from, to }),
    positions: async (stream) => {
      const range = { partition: stream, from: POSITION, before: AFTER_POSITION }
      return (await table.list(range)).map(positionIn)
    },
    removePosition: (stream, consumer) =>
      table.remove({ partition: stream, row: POSITION + consumer }),
    hints: async (stream) => countsIn(await table.get({ partition: stream, row: HINTS })),
    countHint: (stream, what) => countHint(table, stream, what),
  }
}

function operationsOf(
  partition: Hex,
  held: StoredCursor | undefined,
  { cursor, entries = [], undos = [], pruned }: EventWriting,
): readonly Operation[] {
  const row = { partition, row: CURSOR, value: { ...cursor } }
  const remove = (name: string): Operation => ({ kind: 'remove', key: { partition, row: name } })
  return [
    held === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag: held.etag },
    ...entries.map(
      (entry): Operation => ({
        kind: 'insert',
        row: { partition, row: keyOf(ENTRY, entry.seq), value: entryRow(entry) },
      }),
    ),
    ...undos.map(
      ({ seq, ...undo }): Operation => ({
        kind: 'insert',
        row: { partition, row: keyOf(UNDO, seq), value: undo },
      }),
    ),
    ...(pruned?.entries ?? []).map((seq) => remove(keyOf(ENTRY, seq))),
    ...(pruned?.undos ?? []).map((seq) => remove(keyOf(UNDO, seq))),
  ]
}

async function advancePosition(
  table: Table,
  partition: Hex,
  { from, to }: { readonly from: StoredPosition; readonly to: Position },
): Promise<StoredPosition | 'conflict'> {
  const { consumer, etag, toldFrom } = from
  const told = toldFrom === undefined ? {} : { toldFrom }
  const row = { partition, row: POSITION + consumer, value: { ...to, ...told } }
  const operation: Operation =
    etag === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag }
  const etags = await table.transact([operation])
  return etags === 'conflict' ? etags : { consumer, position: to, ...told, etag: etags[0] ?? '' }
}

function countsIn(row: StoredRow | undefined): HintCounts {
  return hintsSchema.safeParse(row?.value).data ?? { found: 0, notFound: 0 }
}

// For people: whoever loses the race too often lets it be.
async function countHint(table: Table, partition: Hex, what: keyof HintCounts): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const stored = await table.get({ partition, row: HINTS })
    const counts = countsIn(stored)
    const row = { partition, row: HINTS, value: { ...counts, [what]: counts[what] + 1 } }
    const operation: Operation =
      stored === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag: stored.etag }
    if ((await table.transact([operation])) !== 'conflict') return
  }
}

const MOST_TURNS = 5

async function list(
  table: Table,
  { stream, prefix }: { readonly stream: Hex; readonly prefix: string },
  { from, before, limit }: SeqRange,
): Promise<readonly StoredRow[]> {
  const range = { from: keyOf(prefix, from), before: keyOf(prefix, before) }
  return table.list({ partition: stream, ...range, ...(limit !== undefined && { limit }) })
}

const undoSchema = z.object({
  ...{ number: whole, hash: hash32, first: whole, last: whole },
  reached: z.int().min(-1).optional(),
})

function parseUndo({ row, value }: StoredRow): Undo {
  const parsed = undoSchema.safeParse(value)
  if (parsed.success) return { seq: seqIn(row, UNDO), ...parsed.data }
  throw new EventRowMalformedError(
    row,
    parsed.error.issues.map(({ message }) => message),
  )
}

function positionIn({ row, value, etag }: StoredRow): StoredPosition {
  const { seq, index, toldFrom } = parsePosition(row, value)
  const told = toldFrom === undefined ? {} : { toldFrom }
  return { consumer: row.slice(POSITION.length), position: { seq, index }, ...told, etag }
}

// Row keys are ordered as texts.
function keyOf(prefix: string, seq: number): string {
  return prefix + String(seq).padStart(16, '0')
}

function seqIn(row: string, prefix: string): number {
  return Number(row.slice(prefix.length))
}
