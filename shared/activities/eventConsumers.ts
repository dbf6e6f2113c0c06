import type { EventStream } from '../chain/events/stream'
import { streamId } from '../chain/events/stream'
import type { Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import type { LoadedCryplet } from '../execution/loadCryplets'
import { topicOf } from '../execution/wakeOf'
import type { Runs } from '../runs/openRuns'
import type { Subscription } from '../runs/rows'

/** A subscription that listens, and what it listens to. */
export type EventConsumer = {
  readonly cryplet: LoadedCryplet
  readonly subscription: Subscription
  readonly listensTo: NonNullable<Subscription['listensTo']>
  /** Of what it listens to; several consumers may share one. */
  readonly stream: EventStream
  /** Its name in the stream's journal. */
  readonly name: string
}

/**
 * Lists who waits for events: the admitted subscriptions of all Cryplets that an event wakes.
 *
 * @param runs - Where subscriptions are.
 * @param cryplets - Served.
 * @returns Each with its stream, which begins where the first of those that share it does.
 */
export async function eventConsumers(
  runs: Pick<Runs, 'subscriptions'>,
  cryplets: readonly LoadedCryplet[],
): Promise<readonly EventConsumer[]> {
  const lists = await Promise.all(
    cryplets.map(async (cryplet) => {
      const topic = topicOf(cryplet.definition)
      if (topic === undefined) return []
      const admitted = await runs.subscriptions.list(cryplet.crypletId)
      return admitted.flatMap((subscription) => consumerOf(cryplet, subscription, topic) ?? [])
    }),
  )
  return withSharedStreams(lists.flat())
}

/**
 * Lists the streams that somebody waits for.
 *
 * @param consumers - As eventConsumers gives them.
 * @returns Each once.
 */
export function streamsOf(consumers: readonly EventConsumer[]): readonly EventStream[] {
  return [...new Map(consumers.map(({ stream }) => [streamId(stream), stream])).values()]
}

function consumerOf(
  cryplet: LoadedCryplet,
  subscription: Subscription,
  topic: Hex,
): EventConsumer | undefined {
  const { listensTo, chainId, receiver, subscription: id } = subscription
  if (listensTo === undefined) return undefined
  const { address, fromBlock } = listensTo
  const name = hashJson([cryplet.crypletId, chainId, receiver.toLowerCase(), id]).slice(2)
  const stream = { chainId: listensTo.chainId, address, topic, fromBlock }
  return { cryplet, subscription, listensTo, stream, name }
}

// Those that listen to the same have one stream.
function withSharedStreams(consumers: readonly EventConsumer[]): readonly EventConsumer[] {
  const streams = new Map<Hex, EventStream>()
  const ids = consumers.map(({ stream }) => streamId(stream))
  for (const [index, { stream }] of consumers.entries()) {
    const id = ids[index] ?? '0x'
    const fromBlock = Math.min(stream.fromBlock, streams.get(id)?.fromBlock ?? Infinity)
    streams.set(id, { ...stream, fromBlock })
  }
  return consumers.map((consumer, index) => ({
    ...consumer,
    stream: streams.get(ids[index] ?? '0x') ?? consumer.stream,
  }))
}
