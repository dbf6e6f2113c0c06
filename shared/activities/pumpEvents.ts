import type { Pump } from '../chain/events/openPump'
import { streamId } from '../chain/events/stream'
import { messageOf } from '../core/errors'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { DispatchPorts } from './dispatchEvents'
import { dispatchEvents } from './dispatchEvents'
import type { EventConsumer } from './eventConsumers'
import { eventConsumers, streamsOf } from './eventConsumers'
import { settleListeners } from './settleListeners'

/** What pumping works on. */
export type PumpPorts = DispatchPorts & {
  readonly cryplets: readonly LoadedCryplet[]
  readonly pump: Pump
  /** Lets time pass between two looks at the chains. */
  readonly pause: () => Promise<void>
}

// A timer's next tick comes at a whole second: a slice that ends just before one leaves hardly a gap, and one of a few
// seconds keeps nobody waiting who stops the host.
const SLICE_IN_MS = 3_000
const LONGEST_SLICE_IN_MS = 8_000
const BEFORE_THE_TICK_IN_MS = 60
const LIST_EVERY_IN_MS = 2_000

/**
 * Pumps events for one slice: reads all streams on that somebody waits for, and wakes whoever waits. It ends by itself
 * shortly before a whole second, and at once when nobody waits for events or another pumps.
 *
 * Each chain is pumped by itself: one that is silent delays no other. While a look at one lasts, the others go on.
 *
 * @param ports - Adapters.
 * @throws Error of storage: the next tick goes on where this one was.
 */
export async function pumpEvents(ports: PumpPorts): Promise<void> {
  const listed = openListing(ports)
  const chainIds = chainsOf(await listed())
  const startInMs = ports.clock.nowInMs()
  // Those that have not had their time yet.
  const open = new Set(chainIds)
  const ends = await Promise.allSettled(
    chainIds.map(async (chainId) => {
      try {
        await pumpChain(ports, { chainId, listed, startInMs, open })
      } finally {
        open.delete(chainId)
      }
    }),
  )
  const failed = ends.filter((end) => end.status === 'rejected')
  for (const { reason } of failed.slice(1)) {
    ports.log.error('a chain was not pumped', { reason: messageOf(reason) })
  }
  if (failed[0] !== undefined) throw failed[0].reason
}

type Listing = () => Promise<readonly EventConsumer[]>

// Who listens, as of a moment ago, with their positions in line; nobody while another pumps.
function openListing(ports: PumpPorts): Listing {
  const { clock, runs, cryplets, pump, log } = ports
  const list = async (): Promise<readonly EventConsumer[]> => {
    const consumers = await eventConsumers(runs, cryplets)
    if (consumers.length === 0 || !(await pump.hold(log)).isHeld) return []
    await settleListeners(ports, consumers)
    return consumers
  }
  let last: ReturnType<Listing> | undefined
  let listedAtInMs = -Infinity
  return () => {
    const now = clock.nowInMs()
    if (last !== undefined && now - listedAtInMs < LIST_EVERY_IN_MS) return last
    listedAtInMs = now
    last = list()
    return last
  }
}

function chainsOf(consumers: readonly EventConsumer[]): readonly number[] {
  return [...new Set(consumers.map(({ stream }) => stream.chainId))]
}

type ChainSlice = {
  readonly chainId: number
  readonly listed: Listing
  readonly startInMs: number
  readonly open: Set<number>
}

async function pumpChain(
  ports: PumpPorts,
  { chainId, listed, startInMs, open }: ChainSlice,
): Promise<void> {
  const { clock, log, pump } = ports
  // Who has something left to do, whatever its stream says; after a fault it is tried again with the next listing.
  let waiting = new Set<string>()
  let seen: readonly EventConsumer[] | undefined
  do {
    const all = await listed()
    const consumers = all.filter(({ stream }) => stream.chainId === chainId)
    // Who is new may have a position far back, and who was here before may have been cut off.
    if (all !== seen) waiting = new Set(consumers.map(({ name }) => name))
    seen = all
    if (consumers.length === 0) return
    const pass = await pump.pass(streamsOf(consumers), log)
    if (!pass.isHeld) return
    const due = consumers.filter(
      ({ name, stream }) => waiting.has(name) || pass.ends.get(streamId(stream)) !== 'rests',
    )
    waiting = await dispatchAll(ports, due)
    const isReading = [...pass.ends.values()].includes('more')
    if (waiting.size === 0 && !isReading) await ports.pause()
    if (isOver(startInMs, clock.nowInMs())) open.delete(chainId)
  } while (open.size > 0)
}

// Where the last moment before a tick was missed, the slice goes on to the next: else nobody would pump for a second.
function isOver(startInMs: number, nowInMs: number): boolean {
  const lasted = nowInMs - startInMs
  const isBeforeTick = nowInMs % 1_000 >= 1_000 - BEFORE_THE_TICK_IN_MS
  return lasted >= LONGEST_SLICE_IN_MS || (lasted >= SLICE_IN_MS && isBeforeTick)
}

// Each by itself: neither a flood for one subscription nor its fault delays the others. Gives who has something left.
async function dispatchAll(
  ports: PumpPorts,
  consumers: readonly EventConsumer[],
): Promise<Set<string>> {
  const left = await Promise.all(
    consumers.map(async (consumer) => {
      try {
        return (await dispatchEvents(ports, consumer)).hasMore ? [consumer.name] : []
      } catch (error) {
        const { cryplet, subscription } = consumer
        const { name } = cryplet.definition
        const { receiver } = subscription
        ports.log.error('events were not dispatched', { name, receiver, reason: messageOf(error) })
        return []
      }
    }),
  )
  return new Set(left.flat())
}
