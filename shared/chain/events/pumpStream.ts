import { FabricError, messageOf } from '../../core/errors'
import type { Cursor } from './cursor'
import { ForkTooDeepError } from './errors'
import type { ChainSlice } from './eventChain'
import type { EventJournal, EventWriting, StoredCursor } from './eventJournal'
import type { Header } from './header'
import { headersOf } from './headers'
import type { PackBlock } from './packBlocks'
import { packBlocks } from './packBlocks'
import { pruneStream } from './pruneStream'
import { adaptRange, isTooMuch } from './rangeSize'
import type { BlocksRead, ReadBlock } from './readBlocks'
import { readBlocks } from './readBlocks'
import { startCursor } from './startCursor'
import type { EventStream } from './stream'
import { streamId } from './stream'
import { findAncestor, undoDownTo } from './undoBlocks'

/** What a pump knows of a stream from one slice to the next; all of it can be lost. */
export type StreamState = {
  held: StoredCursor | undefined
  /** How many final blocks are read at once. */
  rangeSize: number
  /** Sequence number that all consumers have passed, as last looked up. */
  consumedTo: number
  /** Mismatches that are not written yet. */
  mismatches: number
}

/** How much a slice may do, and leave undone by others. */
export type PumpLimits = {
  /** Steps of a slice: each reads one range of blocks. */
  readonly pages: number
  /** Entries that wait for the slowest consumer. */
  readonly unconsumed: number
}

/** One slice of one stream. */
export type StreamWork = {
  readonly journal: EventJournal
  readonly limits: PumpLimits
  readonly stream: EventStream
  readonly slice: ChainSlice
  readonly state: StreamState
}

/** Why a slice ended. */
export type SliceEnd =
  /** Everything there is has been read. */
  | 'atHead'
  /** There is more to read at once. */
  | 'more'
  /** The slowest consumer must go on first. */
  | 'backlogged'
  /** The endpoints have not reached what was read before: that is a lag, no reorganisation. */
  | 'behind'
  /** Another pump writes. */
  | 'contended'

const BLOCKS_AT_ONCE_ON_THE_TAIL = 64

/**
 * Makes what a pump knows of a stream that it has not seen yet.
 *
 * @returns Nothing known.
 */
export function newStreamState(): StreamState {
  return { held: undefined, rangeSize: 100, consumedTo: 0, mismatches: 0 }
}

/**
 * Reads a stream on from its cursor, and keeps what it finds.
 *
 * What is read is written together with the cursor, so that wherever this ends, nothing is lost and nothing is twice.
 *
 * @param work - The stream, and the chain as it stands.
 * @returns Why it ended.
 * @throws ChainUnreachableError, ChainDisagreementError, BlockIncompleteError, ForkTooDeepError, EventRowMalformedError
 */
export async function pumpStream(work: StreamWork): Promise<SliceEnd> {
  const { journal, state, stream, slice, limits } = work
  try {
    state.held ??= await journal.read(streamId(stream))
    if (state.held === undefined) {
      const cursor = await startCursor(slice, stream)
      if (cursor === undefined) return 'atHead' // the chain has not reached its first block
      if (!(await write(work, { cursor }))) return 'contended'
    }
    for (let page = 0; page < limits.pages; page++) {
      const end = await step(work)
      if (end !== undefined) return end
    }
    return 'more'
  } catch (error) {
    state.held = undefined // it may have been written although it threw
    throw error
  }
}

/**
 * Keeps why a stream cannot go on, for people; the next progress removes it.
 *
 * @param work - The stream.
 * @param error - What was thrown.
 * @param nowInMs - When.
 */
export async function noteFault(
  work: Pick<StreamWork, 'journal' | 'stream' | 'state'>,
  error: unknown,
  nowInMs: number,
): Promise<void> {
  const { journal, stream, state } = work
  const held = await journal.read(streamId(stream))
  if (held === undefined) return
  const { fault } = held.cursor
  const reason = reasonOf(error)
  if (fault?.reason === reason && state.mismatches === 0) return
  const { counts, ...cursor } = counted(held.cursor, state.mismatches)
  await write(
    work,
    {
      cursor: {
        ...cursor,
        fault: { reason, sinceInMs: fault?.sinceInMs ?? nowInMs },
        counts: { ...counts, faults: counts.faults + 1 },
      },
    },
    held,
  )
}

async function step(work: StreamWork): Promise<SliceEnd | undefined> {
  const { slice, state } = work
  const cursor = seen(work)
  const { head } = slice.heads
  if (head.number < cursor.number) return 'behind'
  if (head.number === cursor.number) {
    return head.hash === cursor.hash ? atHead(work, cursor) : undo(work, cursor)
  }
  if (await isBacklogged(work, cursor)) return 'backlogged'
  const isFinal = cursor.number < cursor.finalized
  const most = isFinal ? state.rangeSize : BLOCKS_AT_ONCE_ON_THE_TAIL
  const last = Math.min(isFinal ? cursor.finalized : head.number, cursor.number + most)
  const headers = linked(cursor, await headersOf(slice, cursor.number + 1, last))
  const [first] = headers
  const isElsewhere = cursor.within !== undefined && first?.hash !== cursor.within.hash
  if (first === undefined || isElsewhere) return undo(work, cursor)
  try {
    const read = await readBlocks(slice, work.stream, { headers, isFinal })
    return await keep(work, cursor, { read, isFinal })
  } catch (error) {
    if (!isFinal || headers.length === 1 || !isTooMuch(error)) throw error
    state.rangeSize = headers.length >> 1
    return undefined
  }
}

// The cursor as it would be written now: with how the chain stands.
function seen({ state, slice }: StreamWork): Cursor {
  const { held } = state
  if (held === undefined) throw new Error('no cursor is held') // a slice begins by reading one
  const { head, safe, finalized } = slice.heads
  const isFarBehind = finalized - held.cursor.number > FAR_BEHIND_IN_BLOCKS
  return {
    ...held.cursor,
    head: head.number,
    safe,
    finalized: Math.max(held.cursor.finalized, finalized),
    backfillTo: isFarBehind ? finalized : held.cursor.backfillTo,
  }
}

const FAR_BEHIND_IN_BLOCKS = 256

async function atHead(work: StreamWork, cursor: Cursor): Promise<SliceEnd> {
  const held = work.state.held?.cursor
  const isSame = held?.safe === cursor.safe && held.finalized === cursor.finalized
  const isNews = !isSame || held.fault !== undefined || work.state.mismatches > 0
  if (isNews && !(await write(work, { cursor: cleared(cursor, work.state) }))) return 'contended'
  await pruneStream(work)
  return 'atHead'
}

async function undo(work: StreamWork, cursor: Cursor): Promise<SliceEnd | undefined> {
  const ancestor = await findAncestor(work.slice, cursor)
  const isSame = ancestor.number === cursor.number && cursor.within === undefined
  // The chain changed between two questions: the next slice sees how.
  if (isSame) return 'more'
  if (cursor.within?.isFinal === true || ancestor.number < cursor.finalized) {
    const { chainId, number, hash, finalized } = cursor
    throw new ForkTooDeepError(chainId, number, hash, finalized)
  }
  return (await write(work, undoDownTo(cursor, ancestor))) ? undefined : 'contended'
}

async function keep(
  work: StreamWork,
  cursor: Cursor,
  { read, isFinal }: { readonly read: BlocksRead; readonly isFinal: boolean },
): Promise<SliceEnd | undefined> {
  const { state } = work
  const { blocks, mismatches, completeness = cursor.completeness, fault } = read
  state.mismatches += mismatches
  const from = { ...cleared(cursor, state), ...(completeness !== undefined && { completeness }) }
  for (const writing of packBlocks(from, blocks.map(markedBy(cursor, isFinal)))) {
    if (!(await write(work, writing))) return 'contended'
  }
  if (fault !== undefined) throw fault
  if (isFinal) adaptRange(state, blocks)
  return undefined
}

function markedBy(cursor: Cursor, isFinal: boolean): (block: ReadBlock) => PackBlock {
  return ({ header, logs }) => ({
    header,
    // After a reorganisation it may be below the first block that anybody asked for.
    logs: header.number < cursor.startBlock ? [] : logs,
    isFinal,
    origin: header.number <= cursor.backfillTo ? 'backfill' : 'live',
  })
}

// What is progress removes the fault.
function cleared({ fault: _, ...cursor }: Cursor, { mismatches }: StreamState): Cursor {
  return counted(cursor, mismatches)
}

function counted({ counts, ...cursor }: Cursor, mismatches: number): Cursor {
  return { ...cursor, counts: { ...counts, mismatches: counts.mismatches + mismatches } }
}

async function write(
  { journal, stream, state }: Pick<StreamWork, 'journal' | 'stream' | 'state'>,
  writing: EventWriting,
  held = state.held,
): Promise<boolean> {
  const written = await journal.write(streamId(stream), held, writing)
  state.held = written === 'conflict' ? undefined : written
  if (written !== 'conflict') state.mismatches = 0
  return written !== 'conflict'
}

async function isBacklogged(
  { journal, stream, state, limits }: StreamWork,
  { nextSeq, firstSeq }: Cursor,
): Promise<boolean> {
  if (nextSeq - Math.max(state.consumedTo, firstSeq) < limits.unconsumed) return false
  const positions = await journal.positions(streamId(stream))
  state.consumedTo = Math.min(...positions.map(({ position }) => position.seq), nextSeq)
  if (positions.length === 0) state.consumedTo = firstSeq
  return nextSeq - Math.max(state.consumedTo, firstSeq) >= limits.unconsumed
}

// As many as follow on each other, and on what was read.
function linked(cursor: Cursor, headers: readonly Header[]): readonly Header[] {
  const end = headers.findIndex(({ parentHash }, index) => {
    const parent = index === 0 ? cursor.hash : headers[index - 1]?.hash
    return parentHash !== parent
  })
  return end === -1 ? headers : headers.slice(0, end)
}

const MOST_CHARACTERS = 500

// The message of an error that is not ours may hold anything.
function reasonOf(error: unknown): string {
  if (error instanceof FabricError) {
    return `${error.code}: ${messageOf(error)}`.slice(0, MOST_CHARACTERS)
  }
  return 'An error without a name of ours: the log says what'
}
