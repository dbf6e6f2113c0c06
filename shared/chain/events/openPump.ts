import type { Clock } from '../../core/clock'
import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import { ChainUnknownError } from '../lanes/openLanes'
import type { ChainSlice, EventChain } from './eventChain'
import type { EventJournal } from './eventJournal'
import { noteFault } from './noteFault'
import type { LeaseAnswer, LeaseHolder, PumpLease } from './pumpLease'
import type { SliceEnd } from './pumpStream'
import { pumpStream } from './pumpStream'
import type { EventStream } from './stream'
import { streamId } from './stream'
import type { HeldStream, PumpLimits, StreamState } from './streamWork'
import { newStreamState } from './streamWork'

/** What a pump is made of. */
export type PumpOptions = {
  readonly journal: EventJournal
  readonly lease: PumpLease
  readonly chains: readonly EventChain[]
  readonly clock: Clock
  readonly limits?: PumpLimits
}

/** What came of one stream in a pass. */
export type StreamEnd =
  | SliceEnd
  /** All there is was read in an earlier pass, and the chain stands as it did. */
  | 'rests'
  /** It could not go on; its cursor says why. */
  | 'faulty'

/** What came of one pass over the streams. */
export type PassEnd =
  | {
      readonly isHeld: true
      /** By stream. */
      readonly ends: ReadonlyMap<Hex, StreamEnd>
    }
  /** Another pumps: nothing was done. */
  | { readonly isHeld: false; readonly by: LeaseHolder }

/** Reads all streams on. */
export type Pump = {
  /** Takes the lease, or keeps it. */
  readonly hold: (log: Log) => Promise<LeaseAnswer>
  /** One slice of each; those of one chain share a look at it, and none stops another. Throws when storage does not answer. */
  readonly pass: (streams: readonly EventStream[], log: Log) => Promise<PassEnd>
}

const LIMITS: PumpLimits = { pages: 20, unconsumed: 2_000 }

type Known = {
  readonly state: StreamState
  /** The chain as it stood when all was read: while it stands so, there is nothing to do. */
  restsAt: string | undefined
}

/**
 * Opens the pump.
 *
 * @param options - Storage, chains and the lease.
 * @returns The pump; nothing is asked yet.
 */
export function openPump(options: PumpOptions): Pump {
  const { lease } = options
  const known = new Map<Hex, Known>()
  let toldOf = ''
  const hold = async (log: Log): Promise<LeaseAnswer> => {
    const answer = await lease.hold()
    if (answer.isHeld) {
      toldOf = ''
      return answer
    }
    known.clear()
    // Once for each holder: there are many passes a minute.
    if (toldOf !== answer.by.holder) log.warn('another pump reads events', { ...answer.by })
    toldOf = answer.by.holder
    return answer
  }
  return {
    hold,
    pass: async (streams, log) => {
      const answer = await hold(log)
      if (!answer.isHeld) return answer
      const ends = new Map<Hex, StreamEnd>()
      const chainIds = [...new Set(streams.map(({ chainId }) => chainId))]
      await Promise.all(
        chainIds.map(async (chainId) => {
          const own = streams.filter((stream) => stream.chainId === chainId)
          await passChain(options, known, { chainId, streams: own, ends, log })
        }),
      )
      return { isHeld: true, ends }
    },
  }
}

type ChainPass = {
  readonly chainId: number
  readonly streams: readonly EventStream[]
  readonly ends: Map<Hex, StreamEnd>
  readonly log: Log
}

async function passChain(
  options: PumpOptions,
  known: Map<Hex, Known>,
  { chainId, streams, ends, log }: ChainPass,
): Promise<void> {
  const slice = await lookOrFault(options, chainId)
  for (const stream of streams) {
    const id = streamId(stream)
    const own = known.get(id) ?? { state: newStreamState(), restsAt: undefined }
    known.set(id, own)
    ends.set(id, await passStream(options, { stream, own, slice, log }))
  }
}

// What stops the look stops each stream of the chain, and each says so.
async function lookOrFault(
  { chains }: PumpOptions,
  chainId: number,
): Promise<ChainSlice | { readonly fault: unknown }> {
  const chain = chains.find((each) => each.chainId === chainId)
  const served = chains.map((each) => each.chainId)
  if (chain === undefined) return { fault: new ChainUnknownError(chainId, served) }
  try {
    return await chain.look()
  } catch (fault) {
    return { fault }
  }
}

type StreamPass = {
  readonly stream: EventStream
  readonly own: Known
  readonly log: Log
  readonly slice: ChainSlice | { readonly fault: unknown }
}

async function passStream(
  { journal, clock, limits = LIMITS }: PumpOptions,
  { stream, own, slice, log }: StreamPass,
): Promise<StreamEnd> {
  const held: HeldStream = { journal, stream, state: own.state }
  try {
    if ('fault' in slice) throw slice.fault
    const standing = standingOf(slice)
    if (own.restsAt === standing) return 'rests'
    const end = await pumpStream({ ...held, limits, slice })
    own.restsAt = end === 'atHead' ? standing : undefined
    return end
  } catch (error) {
    own.restsAt = undefined
    log.warn('a stream of events stopped', { stream: streamId(stream), reason: messageOf(error) })
    // Storage itself may be what is down: the log has it.
    await noteFault(held, error, clock.nowInMs()).catch((cause: unknown) => {
      log.error('its fault is not noted', { reason: messageOf(cause) })
    })
    return 'faulty'
  }
}

function standingOf({ heads: { head, safe, finalized } }: ChainSlice): string {
  return [head.hash, safe, finalized].join()
}
