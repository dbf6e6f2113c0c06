import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import { ServiceBusClient } from '@azure/service-bus'

/** Tells the connection string of the namespace that is tested, once there is one. */
export type Namespace = () => string

/** A part of the contract: describes what holds on every namespace. */
export type Contract = (namespace: Namespace) => void

const POLL_IN_MS = 10

/**
 * Opens a client that shows faults at once.
 *
 * @param connection - Of the namespace.
 * @returns To be closed.
 */
export function openClient(connection: string): ServiceBusClient {
  return new ServiceBusClient(connection, {
    retryOptions: { maxRetries: 0, retryDelayInMs: 50, timeoutInMs: 5000 },
  })
}

/**
 * Opens a client for the tests of one describe.
 *
 * @param namespace - The namespace.
 * @returns Gives the client, within a test.
 */
export function useClient(namespace: Namespace): () => ServiceBusClient {
  let client: ServiceBusClient | undefined
  beforeAll(() => {
    client = openClient(namespace())
  })
  afterAll(async () => {
    await client?.close()
  })
  return () => {
    if (client === undefined) throw new Error('Ask for the client within a test.')
    return client
  }
}

/**
 * Receives exactly one message.
 *
 * @param receiver - Of a queue or session.
 * @param maxWaitTimeInMs - 4 s by default.
 * @returns The message.
 * @throws Error when none comes.
 */
export async function receiveOne(
  receiver: ServiceBusReceiver,
  maxWaitTimeInMs = 4000,
): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs })
  if (message === undefined) throw new Error(`No message within ${String(maxWaitTimeInMs)} ms.`)
  return message
}

/**
 * Receives as many messages as there should be.
 *
 * @param receiver - Of a queue or session.
 * @param count - Of messages.
 * @returns In the order in which they came.
 * @throws Error when fewer come.
 */
export async function receiveAll(
  receiver: ServiceBusReceiver,
  count: number,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = []
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 3000 })
    if (more.length === 0) throw new Error(`${String(received.length)} of ${String(count)} came.`)
    received.push(...more)
  }
  return received
}

/**
 * Asserts that there is nothing to receive.
 *
 * @param receiver - Of a queue or session.
 */
export async function expectNone(receiver: ServiceBusReceiver): Promise<void> {
  expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 150 })).toEqual([])
}

/**
 * Waits for a condition.
 *
 * @param isReached - Asked every 10 ms.
 * @param deadlineInMs - 10 s by default.
 * @throws Error when it is not reached by then.
 */
export async function until(isReached: () => boolean, deadlineInMs = 10_000): Promise<void> {
  const endInMs = Date.now() + deadlineInMs
  while (!isReached()) {
    if (Date.now() > endInMs) throw new Error(`Not reached within ${String(deadlineInMs)} ms.`)
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_IN_MS)
    })
  }
}

/**
 * Gives the code of the fault that a call must end with.
 *
 * @param call - Must fail.
 * @returns Its code.
 */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return (error as { readonly code?: unknown }).code
  }
  throw new Error('The call did not fail.')
}
