import type { Pump } from '../chain/events/openPump'
import { streamId } from '../chain/events/stream'
import { messageOf } from '../core/errors'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { DispatchPorts } from './dispatchEvents'
import { dispatchEvents } from './dispatchEvents'
import type { EventConsumer } from './eventConsumers'
import { eventConsumers, streamsOf } from './eventConsumers'
import { removeWithdrawn } from './removeWithdrawn'

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
 * @param ports - Adapters.
 * @throws Error of storage: the next tick goes on where this one was.
 */
export async function pumpEvents(ports: PumpPorts): Promise<void> {
  const { clock, runs, cryplets, pump } = ports
  const start = clock.nowInMs()
  // Who has something left to do, whatever its stream says; after a fault it is tried again with the next listing.
  let waiting = new Set<string>()
  let consumers: readonly EventConsumer[] = []
  let listedAtInMs = -Infinity
  do {
    const now = clock.nowInMs()
    const isListing = now - listedAtInMs >= LIST_EVERY_IN_MS
    if (isListing) {
      consumers = await eventConsumers(runs, cryplets)
      // Who is new may have a position far back, and who was here before may have been cut off.
      waiting = new Set(consumers.map(({ name }) => name))
      listedAtInMs = now
    }
    if (consumers.length === 0) return
    const pass = await pump.pass(streamsOf(consumers), ports.log)
    if (!pass.isHeld) return
    if (isListing) await removeWithdrawn(ports, consumers)
    const due = consumers.filter(
      ({ name, stream }) => waiting.has(name) || pass.ends.get(streamId(stream)) !== 'rests',
    )
    waiting = await dispatchAll(ports, due)
    const isReading = [...pass.ends.values()].includes('more')
    if (waiting.size === 0 && !isReading) await ports.pause()
  } while (!isOver(start, clock.nowInMs()))
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
