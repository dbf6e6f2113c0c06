import * as z from 'zod'
import { hash32, whole } from '../../store/columns'
import type { Row } from '../../store/row'
import { EventRowMalformedError } from './errors'

const completenessSchema = z.literal(['receipts', 'quorum', 'one endpoint'])

/** A block that may still be undone. */
const recentSchema = z.object({
  number: z.int().min(-1),
  hash: hash32,
  /** First and last entry that hold its events, if it has any. */
  first: whole.optional(),
  last: whole.optional(),
})

/** A block that was undone, and how often. */
const undoneSchema = z.object({ number: whole, hash: hash32, times: whole })

/** A block so large that a part of it is written before the rest. */
const withinSchema = z.object({
  number: whole,
  hash: hash32,
  /** How many of its events are written. */
  events: whole,
  first: whole,
  last: whole,
  isFinal: z.boolean(),
})

const faultSchema = z.object({ reason: z.string(), sinceInMs: whole })

const countsSchema = z.object({
  /** Blocks that were undone. */
  undone: whole,
  /** How often an endpoint showed a block otherwise than its header says. */
  mismatches: whole,
  /** How often the stream could not go on. */
  faults: whole,
})

const cursorSchema = z.object({
  chainId: whole,
  startBlock: whole,
  /** Sequence number of the next entry. */
  nextSeq: whole,
  /** Of the first entry that is still there, and below which there are no others. */
  firstSeq: whole,
  /** Last block that is read whole. */
  number: z.int().min(-1),
  hash: hash32,
  /** As the chain stood when the cursor was written. */
  head: whole,
  safe: whole,
  finalized: whole,
  /** Blocks up to here are read late. */
  backfillTo: z.int().min(-1),
  /** Oldest first; the last is the cursor's own. */
  recent: z.array(recentSchema).readonly(),
  undone: z.array(undoneSchema).readonly(),
  /** The highest block that was ever read, when blocks were last undone. */
  reached: z.int().min(-1).optional(),
  within: withinSchema.optional(),
  completeness: completenessSchema.optional(),
  fault: faultSchema.optional(),
  counts: countsSchema,
})

/** How far a stream is read, and what it takes to notice that the chain has changed below. */
export type Cursor = Readonly<z.infer<typeof cursorSchema>>
/** A block that may still be undone. */
export type RecentBlock = Readonly<z.infer<typeof recentSchema>>
/** A block of which a part is written. */
export type WithinBlock = Readonly<z.infer<typeof withinSchema>>
/** What keeps a stream from going on. */
export type StreamFault = Readonly<z.infer<typeof faultSchema>>

/**
 * Parses a stream's cursor.
 *
 * @param row - As stored.
 * @returns The cursor.
 * @throws EventRowMalformedError
 */
export function parseCursor(row: Row): Cursor {
  const parsed = cursorSchema.safeParse(row)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new EventRowMalformedError('cursor', faults)
}
