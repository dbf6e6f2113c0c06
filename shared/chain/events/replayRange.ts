import type { Cursor } from './cursor'
import { RangeNotFinalError } from './errors'
import type { ChainSlice } from './eventChain'
import type { EventJournal, EventWriting } from './eventJournal'
import { finalHeadersOf } from './headers'
import { packBlocks } from './packBlocks'
import { readBlocks } from './readBlocks'
import type { EventStream } from './stream'
import { streamId } from './stream'

/** Which blocks to read again, the last one included. */
export type ReplayRange = { readonly from: number; readonly to: number }

/** The journal, and the chain as it stands. */
export type ReplayPlace = { readonly journal: EventJournal; readonly slice: ChainSlice }

const BLOCKS_AT_ONCE = 100

/**
 * Reads final blocks of a stream again and appends their events, marked `replay`, for all of its consumers.
 *
 * The cursor stays where it is. Where this ends early, some are appended; asking again appends all anew, as the same events.
 *
 * @param place - Where from, and where to.
 * @param stream - Which.
 * @param range - Which blocks: read before, or from before the stream began.
 * @returns How many events were appended.
 * @throws RangeNotFinalError, ChainUnreachableError, ChainDisagreementError, BlockIncompleteError
 */
export async function replayRange(
  place: ReplayPlace,
  stream: EventStream,
  range: ReplayRange,
): Promise<number> {
  const { journal, slice } = place
  const { cursor } = (await journal.read(streamId(stream))) ?? {}
  const most = cursor === undefined ? -1 : Math.min(cursor.number, cursor.finalized)
  if (range.to > most) throw new RangeNotFinalError(range.to, most)
  let count = 0
  for (let from = range.from; from <= range.to; ) {
    const to = Math.min(range.to, from + BLOCKS_AT_ONCE - 1)
    const headers = await finalHeadersOf(slice, from, to)
    const { blocks, fault } = await readBlocks(slice, stream, { headers, isFinal: true })
    if (fault !== undefined) throw fault
    const marked = blocks.map((block) => ({ ...block, isFinal: true, origin: 'replay' as const }))
    await append(journal, stream, (held) => {
      const start = { ...held, number: from - 1, within: undefined, recent: [] }
      return packBlocks(start, marked).map(({ entries }) => entries)
    })
    count += blocks.reduce((sum, { logs }) => sum + logs.length, 0)
    from += blocks.length
  }
  return count
}

type Parts = readonly NonNullable<EventWriting['entries']>[]

// One part after another, numbered anew whenever the pump has written in between.
async function append(
  journal: EventJournal,
  stream: EventStream,
  partsFor: (cursor: Cursor) => Parts,
): Promise<void> {
  const id = streamId(stream)
  for (let done = 0; ; ) {
    const held = await journal.read(id)
    if (held === undefined) return
    const part = partsFor(held.cursor)[done]
    if (part === undefined) return
    const { nextSeq } = held.cursor
    const entries = part.map((entry, index) => ({ ...entry, seq: nextSeq + index }))
    const cursor = { ...held.cursor, nextSeq: nextSeq + entries.length }
    if ((await journal.write(id, held, { cursor, entries })) !== 'conflict') done++
  }
}
