import type { Cursor } from './cursor'
import type { ChainSlice } from './eventChain'
import type { EventJournal, EventWriting, StoredCursor } from './eventJournal'
import type { EventStream } from './stream'
import { streamId } from './stream'

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

/** A stream as a pump holds it. */
export type HeldStream = {
  readonly journal: EventJournal
  readonly stream: EventStream
  readonly state: StreamState
}

/** One slice of one stream. */
export type StreamWork = HeldStream & {
  readonly limits: PumpLimits
  readonly slice: ChainSlice
}

const FIRST_RANGE_IN_BLOCKS = 100

/**
 * Makes what a pump knows of a stream that it has not seen yet.
 *
 * @returns Nothing known.
 */
export function newStreamState(): StreamState {
  return { held: undefined, rangeSize: FIRST_RANGE_IN_BLOCKS, consumedTo: 0, mismatches: 0 }
}

/**
 * Writes, and holds the cursor as it stands then.
 *
 * @param work - Whose.
 * @param writing - What; its cursor has the counts of `counted`.
 * @returns False when another writer was first: then nothing is held.
 */
export async function writeStream(work: HeldStream, writing: EventWriting): Promise<boolean> {
  const { journal, stream, state } = work
  const { held } = state
  state.held = undefined // it may be written although it throws
  const written = await journal.write(streamId(stream), held, writing)
  if (written === 'conflict') return false
  state.held = written
  state.mismatches = 0
  return true
}

/**
 * Puts into a cursor what was counted since it was written.
 *
 * @param cursor - As it was.
 * @param state - With the counts.
 * @returns The cursor, to be written.
 */
export function counted(cursor: Cursor, state: StreamState): Cursor {
  const { counts } = cursor
  return { ...cursor, counts: { ...counts, mismatches: counts.mismatches + state.mismatches } }
}
