import type { EventConsumer } from '../activities/eventConsumers'
import { eventConsumers } from '../activities/eventConsumers'
import type { EventStream } from '../chain/events/stream'
import { streamId } from '../chain/events/stream'
import { requireCryplet } from '../execution/container'
import { topicOf } from '../execution/wakeOf'
import { NoEventsError } from './errors'
import type { ApiPorts } from './ports'

/** A stream of events, and who of one Cryplet waits for it. */
export type ListenedStream = {
  readonly stream: EventStream
  readonly listeners: readonly EventConsumer[]
}

/**
 * Lists what the subscriptions of a Cryplet listen to.
 *
 * @param ports - The Cryplets, and the subscriptions.
 * @param name - Of the Cryplet.
 * @returns Each stream once.
 * @throws CrypletUnknownError; NoEventsError when no event wakes it.
 */
export async function streamsOfCryplet(
  ports: Pick<ApiPorts, 'cryplets' | 'runs'>,
  name: string,
): Promise<readonly ListenedStream[]> {
  const cryplet = requireCryplet(ports, name)
  if (topicOf(cryplet.definition) === undefined) throw new NoEventsError(name)
  const all = await eventConsumers(ports.runs, [cryplet])
  const streams = new Map(all.map(({ stream }) => [streamId(stream), stream]))
  return [...streams].map(([id, stream]) => {
    return { stream, listeners: all.filter((each) => streamId(each.stream) === id) }
  })
}
