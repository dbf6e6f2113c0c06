import type { Cursor } from './cursor'
import { ForkTooDeepError } from './errors'
import type { Header } from './header'
import { finalHeadersOf, headersOf } from './headers'
import type { PackBlock } from './packBlocks'
import { packBlocks } from './packBlocks'
import { pruneStream } from './pruneStream'
import { isTooMuch, nextRangeSize } from './rangeSize'
import type { BlockRange, BlocksRead, ReadBlock } from './readBlocks'
import { readBlocks } from './readBlocks'
import { startCursor } from './startCursor'
import { streamId } from './stream'
import type { StreamWork } from './streamWork'
import { counted, writeStream } from './streamWork'
import { findAncestor, undoDownTo } from './undoBlocks'

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
const FAR_BEHIND_IN_BLOCKS = 256

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
  state.held ??= await journal.read(streamId(stream))
  if (state.held === undefined) {
    const cursor = await startCursor(slice, stream)
    if (cursor === undefined) return 'atHead' // the chain has not reached its first block
    if (!(await writeStream(work, { cursor }))) return 'contended'
  }
  for (let page = 0; page < limits.pages; page++) {
    const end = await step(work)
    if (end !== undefined) return end
  }
  return 'more'
}

async function step(work: StreamWork): Promise<SliceEnd | undefined> {
  const cursor = seen(work)
  const { head } = work.slice.heads
  if (head.number < cursor.number) return 'behind'
  if (head.hash === cursor.hash) return atHead(work, cursor)
  const range = await nextRange(work, cursor)
  if (isElsewhere(cursor, range)) return undo(work, cursor)
  return (await isBacklogged(work, cursor)) ? 'backlogged' : readOn(work, cursor, range)
}

// The cursor as it would be written now: with how the chain stands.
function seen(work: StreamWork): Cursor {
  const { head, safe, finalized } = work.slice.heads
  const held = heldCursor(work)
  const isFarBehind = finalized - held.number > FAR_BEHIND_IN_BLOCKS
  return {
    ...held,
    head: head.number,
    safe,
    finalized: Math.max(held.finalized, finalized),
    backfillTo: isFarBehind ? finalized : held.backfillTo,
  }
}

function heldCursor({ state: { held } }: StreamWork): Cursor {
  if (held === undefined) throw new Error('no cursor is held') // a slice begins by reading one
  return held.cursor
}

async function atHead(work: StreamWork, cursor: Cursor): Promise<SliceEnd> {
  const { state } = work
  const held = state.held?.cursor
  const isSame = held?.safe === cursor.safe && held.finalized === cursor.finalized
  const isNews = !isSame || held.fault !== undefined || state.mismatches > 0
  const writing = { cursor: counted(withoutFault(cursor), state) }
  if (isNews && !(await writeStream(work, writing))) return 'contended'
  await pruneStream(work)
  return 'atHead'
}

async function undo(work: StreamWork, cursor: Cursor): Promise<SliceEnd | undefined> {
  const ancestor = await findAncestor(work.slice, cursor)
  const isSame = ancestor.number === cursor.number && cursor.within === undefined
  // The chain changed between two questions: the next slice sees how.
  if (isSame) return 'more'
  // As it was when it was read: what has become final since is of the branch that the chain has now.
  const read = heldCursor(work)
  const { within, finalized } = read
  if (within?.isFinal === true || ancestor.number < finalized) {
    throw new ForkTooDeepError(cursor, finalized)
  }
  const writing = undoDownTo(counted(read, work.state), ancestor)
  return (await writeStream(work, writing)) ? undefined : 'contended'
}

async function nextRange({ slice, state }: StreamWork, cursor: Cursor): Promise<BlockRange> {
  const { number, finalized } = cursor
  const isFinal = number < finalized
  const most = isFinal ? state.rangeSize : BLOCKS_AT_ONCE_ON_THE_TAIL
  const last = Math.min(isFinal ? finalized : slice.heads.head.number, number + most)
  const read = isFinal ? finalHeadersOf : headersOf
  return { headers: linked(cursor, await read(slice, number + 1, last)), isFinal }
}

// As many as follow on each other, and on what was read.
function linked(cursor: Cursor, headers: readonly Header[]): readonly Header[] {
  const end = headers.findIndex(({ parentHash }, index) => {
    const parent = index === 0 ? cursor.hash : headers[index - 1]?.hash
    return parentHash !== parent
  })
  return end === -1 ? headers : headers.slice(0, end)
}

function isElsewhere({ within }: Cursor, { headers: [first] }: BlockRange): boolean {
  return first === undefined || (within !== undefined && within.hash !== first.hash)
}

async function readOn(
  work: StreamWork,
  cursor: Cursor,
  range: BlockRange,
): Promise<SliceEnd | undefined> {
  const { slice, stream, state } = work
  const { headers, isFinal } = range
  try {
    return await keep(work, cursor, { ...(await readBlocks(slice, stream, range)), isFinal })
  } catch (error) {
    if (!isFinal || headers.length === 1 || !isTooMuch(error)) throw error
    state.rangeSize = headers.length >> 1
    return undefined
  }
}

async function keep(
  work: StreamWork,
  cursor: Cursor,
  read: BlocksRead & { readonly isFinal: boolean },
): Promise<SliceEnd | undefined> {
  const { state } = work
  const { blocks, mismatches, isFinal, completeness = cursor.completeness, fault } = read
  state.mismatches += mismatches
  const from = { ...counted(withoutFault(cursor), state), completeness }
  const marked = blocks.map((block) => markedBy(cursor, block, isFinal))
  for (const writing of packBlocks(from, marked)) {
    if (!(await writeStream(work, writing))) return 'contended'
  }
  if (fault !== undefined) throw fault
  if (isFinal) state.rangeSize = nextRangeSize(state.rangeSize, blocks)
  return undefined
}

function markedBy(cursor: Cursor, { header, logs }: ReadBlock, isFinal: boolean): PackBlock {
  return {
    header,
    // After a reorganisation it may be below the first block that anybody asked for.
    logs: header.number < cursor.startBlock ? [] : logs,
    isFinal,
    origin: header.number <= cursor.backfillTo ? 'backfill' : 'live',
  }
}

// Progress removes it.
function withoutFault(cursor: Cursor): Cursor {
  return { ...cursor, fault: undefined }
}

async function isBacklogged(
  { journal, stream, state, limits }: StreamWork,
  { nextSeq, firstSeq }: Cursor,
): Promise<boolean> {
  if (nextSeq - Math.max(state.consumedTo, firstSeq) < limits.unconsumed) return false
  const positions = await journal.positions(streamId(stream))
  const seqs = positions.map(({ position }) => position.seq)
  state.consumedTo = seqs.length === 0 ? firstSeq : Math.min(...seqs)
  return nextSeq - Math.max(state.consumedTo, firstSeq) >= limits.unconsumed
}
