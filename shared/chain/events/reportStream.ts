import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Cursor, StreamFault } from './cursor'
import type { EventChain } from './eventChain'
import type { EventJournal, HintCounts } from './eventJournal'
import type { LeaseHolder } from './pumpLease'
import type { EventStream } from './stream'
import { streamId } from './stream'

/** How far one consumer is. */
export type ConsumerReport = {
  readonly consumer: string
  /** Rows of events that wait for it; each holds many, or those of one block. */
  readonly unconsumed: number
  /** First block whose events it is told without a replay; undefined where no row says it. */
  readonly toldFrom?: number
}

/** Where a stream stands, for people. */
export type StreamReport = EventStream & {
  readonly stream: Hex
  /** Undefined while nothing is read. */
  readonly position?: { readonly blockNumber: number; readonly blockHash: Hex }
  /** The chain's now, or as the pump saw it last where the chain does not answer. */
  readonly head?: number
  readonly safe?: number
  readonly finalized?: number
  readonly lagInBlocks?: number
  /** Of the slowest consumer; of all that is kept where there is none. */
  readonly unconsumed: number
  readonly consumers: readonly ConsumerReport[]
  /** What vouches for there being no further events. */
  readonly completeness?: Cursor['completeness']
  readonly counts: Cursor['counts']
  readonly hints: HintCounts
  /** What keeps it from going on; undefined when nothing does. */
  readonly lastFault?: StreamFault
  /** Why the chain does not answer now. */
  readonly chainFault?: string
  readonly leaseHolder?: LeaseHolder
}

/** Whom to ask for a report. */
export type StreamPlace = {
  readonly journal: EventJournal
  readonly chain: EventChain | undefined
  readonly holder: LeaseHolder | undefined
}

/**
 * Tells where a stream stands, by one look at its chain.
 *
 * @param place - Whom to ask.
 * @param stream - Which.
 * @returns The report; a chain that does not answer is a part of it.
 * @throws EventRowMalformedError
 */
export async function reportStream(place: StreamPlace, stream: EventStream): Promise<StreamReport> {
  const { journal, chain, holder } = place
  const id = streamId(stream)
  const [stored, positions, hints, now] = await Promise.all([
    journal.read(id),
    journal.positions(id),
    journal.hints(id),
    headOf(chain, stream),
  ])
  const cursor = stored?.cursor
  const consumers = positions.map(({ consumer, position, toldFrom }) => ({
    ...{ consumer, unconsumed: waiting(cursor, position.seq) },
    ...(toldFrom !== undefined && { toldFrom }),
  }))
  const waits = consumers.map(({ unconsumed }) => unconsumed)
  const unconsumed = waits.length === 0 ? waiting(cursor, 0) : Math.max(...waits)
  return {
    ...stream,
    ...{ stream: id, consumers, unconsumed, hints },
    ...(cursor === undefined ? { counts: NOTHING } : readOf(cursor, now)),
    ...now,
    ...(holder !== undefined && { leaseHolder: holder }),
  }
}

const NOTHING = { undone: 0, mismatches: 0, faults: 0 }

type Now = { readonly head: number } | { readonly chainFault: string }

async function headOf(chain: EventChain | undefined, { chainId }: EventStream): Promise<Now> {
  if (chain === undefined) return { chainFault: `there is no chain ${String(chainId)} in CHAINS` }
  try {
    return { head: (await chain.look()).heads.head.number }
  } catch (error) {
    return { chainFault: messageOf(error) }
  }
}

function readOf(
  cursor: Cursor,
  now: Now,
): Omit<StreamReport, keyof EventStream | 'stream' | 'unconsumed' | 'consumers' | 'hints'> {
  const { number, hash, safe, finalized, completeness, counts, fault } = cursor
  const head = 'head' in now ? now.head : cursor.head
  return {
    ...(number >= 0 && { position: { blockNumber: number, blockHash: hash } }),
    ...{ head, safe, finalized, counts, lagInBlocks: Math.max(0, head - number) },
    ...(completeness !== undefined && { completeness }),
    ...(fault !== undefined && { lastFault: fault }),
  }
}

function waiting(cursor: Cursor | undefined, seq: number): number {
  return cursor === undefined ? 0 : cursor.nextSeq - Math.max(seq, cursor.firstSeq)
}
