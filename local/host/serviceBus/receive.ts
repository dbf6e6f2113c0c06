import { setMaxListeners } from 'node:events'
import type {
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
  ServiceBusSessionReceiver,
} from '@azure/service-bus'
import type { Handling } from './handleMessages'
import { handleMessages } from './handleMessages'
import type { Places } from './places'
import type { ServiceBusSettings } from './settings'
import { makeSettle } from './settle'
import { unlessSilent } from './unlessSilent'

/** One connection of one function, and what it is used with. */
export type Connection = {
  readonly client: ServiceBusClient
  readonly handling: Handling
  readonly settings: ServiceBusSettings
  readonly places: Places
  /** Aborted when the connection is of no use any more. */
  readonly gone: AbortSignal
  /** False when no more messages are to be taken. */
  readonly isWanted: () => boolean
  /** Called each time the broker has answered. */
  readonly onReached: () => void
  /** Called with what makes the connection useless. */
  readonly onFault: (error: unknown) => void
}

/** A receive waits for so long, and so does a host that stops. */
const POLL_IN_MS = 1000

/** What is there already comes at once after the first message. */
const REST_IN_MS = 20

/**
 * Takes messages, and runs the function for them, until no more are wanted.
 *
 * @param connection - Open, or to be opened by the first call.
 * @throws Error of the SDK when the broker cannot be reached, or refuses.
 */
export async function receive(connection: Connection): Promise<void> {
  setMaxListeners(0, connection.gone)
  if (connection.handling.trigger.isSessionsEnabled) await receiveSessions(connection)
  else await receiveMessages(connection)
}

async function receiveMessages(connection: Connection): Promise<void> {
  const { handling, places, isWanted, onReached } = connection
  const receiver = createReceiver(connection)
  const settle = makeSettle(receiver, connection.gone)
  // The first answer comes soon, so that it is known soon that there is one.
  for (let waitInMs = REST_IN_MS; ; waitInMs = POLL_IN_MS) {
    await places.waitForOne(isWanted)
    if (!isWanted()) return
    const messages = await take(receiver, countToTake(connection), waitInMs)
    onReached()
    for (const group of inGroups(messages, handling)) {
      // What was taken is run also when the host stops, unless it has no place: its lock would have to run out.
      if (!(await places.waitForOne(isWanted))) return
      places.fill(handleMessages(group, settle, handling))
    }
  }
}

async function receiveSessions(connection: Connection): Promise<void> {
  const { places, isWanted, onReached } = connection
  for (;;) {
    await places.waitForOne(isWanted)
    if (!isWanted()) return
    const session = await acceptNext(connection)
    onReached()
    if (session !== undefined) places.fill(serveSession(session, connection))
  }
}

// One message, or batch, after the other: the next is taken when this one has been settled.
async function serveSession(
  session: ServiceBusSessionReceiver,
  connection: Connection,
): Promise<void> {
  const { handling, isWanted, gone, onFault } = connection
  const settle = makeSettle(session, gone)
  try {
    while (isWanted()) {
      const messages = await takeBeforeIdle(session, connection)
      // What comes when the host stops goes back with its session.
      if (messages.length === 0 || !isWanted()) break
      await handleMessages(messages, settle, handling)
    }
  } catch (error) {
    // Another will have it, or this one again: its messages were not lost.
    if (codeOf(error) !== 'SessionLockLost') onFault(error)
  } finally {
    // Where that fails, its lock runs out.
    await session.close().catch(() => undefined)
  }
}

async function takeBeforeIdle(
  session: ServiceBusSessionReceiver,
  connection: Connection,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const count = countToTake(connection)
  let leftInMs = connection.settings.sessionIdleTimeoutInMs
  while (leftInMs > 0 && connection.isWanted()) {
    const waitInMs = Math.min(leftInMs, POLL_IN_MS)
    const messages = await take(session, count, waitInMs)
    if (messages.length > 0) return messages
    leftInMs -= waitInMs
  }
  return []
}

// Takes the first message that comes, and of the others what is there already: the SDK would wait a second for more.
async function take(
  receiver: ServiceBusReceiver,
  count: number,
  waitInMs: number,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const first = await unlessSilent(receiver.receiveMessages(1, { maxWaitTimeInMs: waitInMs }))
  if (first.length === 0 || count === 1) return first
  const rest = await receiver.receiveMessages(count - 1, { maxWaitTimeInMs: REST_IN_MS })
  return [...first, ...rest]
}

function countToTake({ handling, settings }: Connection): number {
  const { isBatched, isSessionsEnabled } = handling.trigger
  if (isBatched) return settings.maxMessageBatchSize
  // Not in a session: an abandoned message would come after those that were fetched behind it.
  return isSessionsEnabled ? 1 : 1 + settings.prefetchCount
}

function inGroups(
  messages: readonly ServiceBusReceivedMessage[],
  { trigger }: Handling,
): readonly (readonly ServiceBusReceivedMessage[])[] {
  if (trigger.isBatched) return messages.length === 0 ? [] : [messages]
  return messages.map((message) => [message])
}

function createReceiver({ client, handling, settings }: Connection): ServiceBusReceiver {
  const { entity } = handling.trigger
  const options = receiverOptions(settings)
  return 'queue' in entity
    ? client.createReceiver(entity.queue, options)
    : client.createReceiver(entity.topic, entity.subscription, options)
}

// Undefined when there is none with messages, within the timeout of the client.
async function acceptNext({
  client,
  handling,
  settings,
}: Connection): Promise<ServiceBusSessionReceiver | undefined> {
  const { entity } = handling.trigger
  const options = receiverOptions(settings)
  try {
    return await unlessSilent(
      'queue' in entity
        ? client.acceptNextSession(entity.queue, options)
        : client.acceptNextSession(entity.topic, entity.subscription, options),
    )
  } catch (error) {
    if (codeOf(error) === 'ServiceTimeout') return undefined
    throw error
  }
}

function receiverOptions({ maxAutoLockRenewalDurationInMs }: ServiceBusSettings) {
  return {
    maxAutoLockRenewalDurationInMs,
    skipParsingBodyAsJson: true,
    skipConvertingDate: true,
  }
}

/**
 * Gives the code of a fault of the SDK.
 *
 * @param error - Whatever it threw, which after a lost connection may be nothing.
 * @returns Such as `ServiceTimeout`.
 */
export function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | undefined)?.code
}
