import type { Pump } from '../chain/events/openPump'
import { messageOf } from '../core/errors'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { DispatchPorts } from './dispatchEvents'
import { dispatchEvents } from './dispatchEvents'
import type { EventConsumer } from './eventConsumers'
import { eventConsumers, streamsOf } from './eventConsumers'

/** What pumping works on. */
export type PumpPorts = DispatchPorts & {
  readonly cryplets: readonly LoadedCryplet[]
  readonly pump: Pump
  /** Lets time pass between two looks at the chains. */
  readonly pause: () => Promise<void>
}

// A timer's next tick comes at a whole second: a slice that ends just before one leaves hardly a gap, and one of a few
// seconds keeps nobody waiting who stops the host.
const SLICE_IN_MS = 4_000
const BEFORE_THE_TICK_IN_MS = 20
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
  const until = (Math.floor(start / SLICE_IN_MS) + 1) * SLICE_IN_MS - BEFORE_THE_TICK_IN_MS
  let consumers: readonly EventConsumer[] = []
  let listedAtInMs = -Infinity
  do {
    const now = clock.nowInMs()
    if (now - listedAtInMs >= LIST_EVERY_IN_MS) {
      consumers = await eventConsumers(runs, cryplets)
      listedAtInMs = now
    }
    if (consumers.length === 0) return
    const pass = await pump.pass(streamsOf(consumers), ports.log)
    if (!pass.isHeld) return
    const hasMore = await dispatchAll(ports, consumers)
    const isReading = [...pass.ends.values()].includes('more')
    if (!hasMore && !isReading) await ports.pause()
  } while (clock.nowInMs() < until)
}

// Each by itself: neither a flood for one subscription nor its fault delays the others.
async function dispatchAll(
  ports: PumpPorts,
  consumers: readonly EventConsumer[],
): Promise<boolean> {
  const more = await Promise.all(
    consumers.map(async (consumer) => {
      try {
        return (await dispatchEvents(ports, consumer)).hasMore
      } catch (error) {
        const { cryplet, subscription } = consumer
        const { name } = cryplet.definition
        const { receiver } = subscription
        ports.log.error('events were not dispatched', { name, receiver, reason: messageOf(error) })
        return false
      }
    }),
  )
  return more.includes(true)
}
