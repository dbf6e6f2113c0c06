import type { EventJournal } from '../chain/events/eventJournal'
import type { ChainEvent } from '../chain/events/stream'
import { streamId } from '../chain/events/stream'
import type { Happened } from '../chain/events/takeDue'
import { takeDue } from '../chain/events/takeDue'
import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import type { EventFacts } from '../envelope/wakeFacts'
import { REQUESTED } from '../execution/wakeOf'
import type { Instances } from '../runs/instances'
import { wakeColumns } from '../runs/wakeColumns'
import { startRun, storeWake } from '../runs/wakeUp'
import type { EventConsumer } from './eventConsumers'
import { GRACE_IN_SECONDS } from './observeOnce'
import type { RetractPorts } from './retract'
import { retract } from './retract'

/** What dispatching works on. */
export type DispatchPorts = RetractPorts & {
  readonly journal: EventJournal
  readonly instances: Instances
}

/** What dispatching did for one consumer. */
export type Dispatched = {
  readonly woken: number
  readonly retracted: number
  /** Whether there may be more at once. */
  readonly hasMore: boolean
}

const EVENTS_AT_ONCE = 64
const STARTS_AT_ONCE = 8

/**
 * Brings the events that are due for one subscription to where they act: an observed one wakes its Cryplet, a retracted
 * one stops what it woke.
 *
 * First all wakes and retractions are durable, then the position moves. So whatever ends between, nothing is lost, and what
 * is told twice finds its row.
 *
 * @param ports - Rows, engine and clock.
 * @param consumer - For whom.
 * @returns What was done.
 * @throws Error of storage or of the engine; the same events are due again.
 */
export async function dispatchEvents(
  ports: DispatchPorts,
  consumer: EventConsumer,
): Promise<Dispatched> {
  const { journal } = ports
  const { stream, name, listensTo } = consumer
  const id = streamId(stream)
  const stored = await journal.position(id, name)
  const { happened, next, hasMore } = await takeDue(journal, stream, {
    position: stored.position,
    depth: listensTo.depth,
    limit: EVENTS_AT_ONCE,
    fromBlock: listensTo.fromBlock,
  })
  const own = happened.filter(({ event }) => concerns(consumer, event))
  await act(ports, consumer, own)
  // `conflict`: another dispatched the same; its position is as good as ours.
  if (isMoved(stored.position, next)) await journal.advance(id, stored, next)
  const woken = own.filter(({ kind }) => kind === 'observed').length
  return { woken, retracted: own.length - woken, hasMore }
}

// In their order, as far as it matters: what was told and taken back in one go must not be woken after it was stopped.
async function act(
  ports: DispatchPorts,
  consumer: EventConsumer,
  own: readonly Happened[],
): Promise<void> {
  for (let from = 0; from < own.length; ) {
    const kind = own[from]?.kind
    const end = own.findIndex((each, index) => index > from && each.kind !== kind)
    const until = Math.min(end === -1 ? own.length : end, from + STARTS_AT_ONCE)
    await Promise.all(
      own
        .slice(from, until)
        .map(({ event }) =>
          kind === 'retracted'
            ? retract(ports, factsOf(consumer, event))
            : wake(ports, consumer, event),
        ),
    )
    from = until
  }
}

async function wake(
  ports: DispatchPorts,
  consumer: EventConsumer,
  event: ChainEvent,
): Promise<void> {
  const { clock, log, runs } = ports
  const facts = factsOf(consumer, event)
  const now = nowInSeconds(clock)
  const row = {
    ...wakeColumns(facts),
    cryplet: consumer.cryplet.definition.name,
    explicit: false,
    wokenAtInMs: clock.nowInMs(),
    retryUntil: Math.max(facts.slot, now) + GRACE_IN_SECONDS,
    origin: event.origin,
  }
  const stored = await storeWake(row, { wakes: runs.wakes, log })
  try {
    await startRun(stored.wakeId, { ...ports, wakes: runs.wakes })
  } catch (error) {
    // It is durable and marked open: the keeper starts it.
    log.warn('a run did not start', { wakeId: stored.wakeId, reason: messageOf(error) })
  }
}

function concerns({ subscription }: EventConsumer, { topics }: ChainEvent): boolean {
  return topics[0] !== REQUESTED || topics[1] === subscription.subscription
}

function factsOf({ cryplet, subscription }: EventConsumer, event: ChainEvent): EventFacts {
  const { chainId, blockNumber, blockHash, transaction, logIndex, address, topics, data } = event
  return {
    kind: 'chainEvent',
    crypletId: cryplet.crypletId,
    slot: event.blockTime,
    event: { chainId, blockNumber, blockHash, transaction, logIndex, address, topics, data },
    target: {
      chainId: subscription.chainId,
      receiver: subscription.receiver,
      subscription: subscription.subscription,
    },
    generation: event.generation,
  }
}

function isMoved(from: object, to: object): boolean {
  return JSON.stringify(from) !== JSON.stringify(to)
}
