import type { Content, Delivery } from '../../../../../local/emulators/serviceBus/broker/message'
import type {
  BrokerPorts,
  Consumer,
  Journal,
} from '../../../../../local/emulators/serviceBus/broker/ports'
import { Queue } from '../../../../../local/emulators/serviceBus/broker/queue'
import { memoryJournal } from '../../../../../local/emulators/serviceBus/store/memoryJournal'
import type { EntityLimits } from '../../../../../shared/bus/topology'
import { MAX_TIME_TO_LIVE_IN_MS } from '../../../../../shared/bus/topology'
import type { ManualClock } from '../../../host/manualClock'
import { makeManualClock } from '../../../host/manualClock'

const BEGIN_IN_MS = Date.UTC(2026, 0, 5, 12)
const NOTHING = Buffer.alloc(0)

/** A receiver that takes as much as it is told to. */
export type TestConsumer = Consumer & {
  readonly delivered: Delivery[]
  /** How many more it takes. */
  room: number
  isLost: boolean
}

/** A queue on a clock that stands. */
export type Bed = {
  readonly clock: ManualClock
  readonly ports: BrokerPorts
  readonly queue: Queue
}

/**
 * Builds a message.
 *
 * @param given - What matters of it.
 * @returns Its content.
 */
export function contentOf(given: Partial<Content> = {}): Content {
  return {
    ...{ messageId: 'm', sessionId: undefined, correlationId: undefined, to: undefined },
    ...{ replyTo: undefined, subject: undefined, replyToSessionId: undefined },
    ...{ contentType: undefined, properties: {}, timeToLiveInMs: undefined },
    scheduledForInMs: undefined,
    sections: {
      ...{ durable: false, priority: 4, annotations: NOTHING, properties: NOTHING },
      ...{ applicationProperties: NOTHING, body: NOTHING },
    },
    ...given,
  }
}

/**
 * Makes what a broker needs, without a network.
 *
 * @param journal - Remembers nothing by default.
 * @returns The ports and their clock.
 */
export function makePorts(journal: Journal = memoryJournal): {
  readonly clock: ManualClock
  readonly ports: BrokerPorts
} {
  const clock = makeManualClock(BEGIN_IN_MS)
  let tokens = 0
  const ports: BrokerPorts = {
    clock,
    journal,
    newToken: () => {
      tokens += 1
      return `token-${String(tokens)}`
    },
    amend: (content, properties) => ({
      ...content,
      properties: { ...content.properties, ...properties },
    }),
  }
  return { clock, ports }
}

/**
 * Opens a queue whose messages are locked for 30 s, ten times at most.
 *
 * @param limits - What differs.
 * @param duplicateWindowInMs - 0 by default.
 * @returns The queue and its clock.
 */
export function makeBed(limits: Partial<EntityLimits> = {}, duplicateWindowInMs = 0): Bed {
  const { clock, ports } = makePorts()
  const all: EntityLimits = {
    ...{ requiresSession: false, lockDurationInMs: 30_000, maxDeliveryCount: 10 },
    defaultMessageTimeToLiveInMs: MAX_TIME_TO_LIVE_IN_MS,
    deadLetteringOnMessageExpiration: false,
    ...limits,
  }
  const deadLetters = new Queue({
    path: 'q/$DeadLetterQueue',
    limits: { ...all, requiresSession: false },
    ports,
    duplicateWindowInMs: 0,
    deadLetters: undefined,
  })
  const queue = new Queue({ path: 'q', limits: all, ports, duplicateWindowInMs, deadLetters })
  return { clock, ports, queue }
}

/**
 * Makes a receiver.
 *
 * @param room - How many messages it takes.
 * @param sessionId - That it holds.
 * @param removesOnDelivery - False by default.
 * @returns Not attached yet.
 */
export function makeConsumer(
  room: number,
  sessionId?: string,
  removesOnDelivery = false,
): TestConsumer {
  const consumer: TestConsumer = {
    ...{ name: `link of ${String(sessionId)}`, sessionId, removesOnDelivery },
    ...{ delivered: [], room, isLost: false },
    capacity: () => consumer.room,
    deliver: (delivery) => {
      consumer.room -= 1
      consumer.delivered.push(delivery)
    },
    onSessionLost: () => {
      consumer.isLost = true
    },
  }
  return consumer
}

/**
 * Attaches a receiver.
 *
 * @param queue - Without sessions.
 * @param room - How many messages it takes.
 * @returns The receiver, with what there was.
 */
export function receive(queue: Queue, room: number): TestConsumer {
  const consumer = makeConsumer(room)
  queue.attach(consumer)
  return consumer
}

/**
 * Accepts a session.
 *
 * @param queue - With sessions.
 * @param sessionId - Undefined takes the next.
 * @returns The receiver; undefined when the session is not given now.
 */
export function accept(queue: Queue, sessionId?: string): TestConsumer | undefined {
  let granted: TestConsumer | undefined
  const cancel = queue.acceptSession({
    sessionId,
    timeoutInMs: 60_000,
    grant: (id) => {
      granted = makeConsumer(100, id)
      return granted
    },
    refuse: () => undefined,
  })
  if (granted === undefined) cancel()
  return granted
}

/**
 * Tells the ids of what a receiver got.
 *
 * @param consumer - The receiver.
 * @returns In order.
 */
export function idsOf(consumer: TestConsumer | undefined): readonly string[] {
  return (consumer?.delivered ?? []).map(({ message }) => message.content.messageId)
}

/**
 * Tells the lock of what a receiver got.
 *
 * @param consumer - The receiver.
 * @param index - The first by default.
 * @returns The token; empty when there is none.
 */
export function tokenOf(consumer: TestConsumer | undefined, index = 0): string {
  return consumer?.delivered[index]?.lockToken ?? ''
}
