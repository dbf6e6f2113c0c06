import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus'
import { onFirstUse } from '../core/onFirstUse'
import type { Bus } from './bus'
import { BusUnreachableError } from './errors'

/** A bus that can be asked whether it is there, and closed. */
export type OpenedBus = Bus & {
  /** Throws BusUnreachableError when the broker does not let us send to the entity. */
  readonly probe: (entity: string) => Promise<void>
  readonly close: () => Promise<void>
}

// The client's own three tries, half a minute apart, would keep an activity waiting for a bell that others ring again.
const RETRIES = { maxRetries: 1, retryDelayInMs: 200, timeoutInMs: 5_000 } as const

/**
 * Opens a Service Bus namespace for sending. Nothing is loaded or connected before the first message.
 *
 * @param connection - Connection string of the namespace, or of the local emulator.
 * @returns The bus.
 */
export function openBus(connection: string): OpenedBus {
  let used = false
  const client = onFirstUse(async (): Promise<ServiceBusClient> => {
    used = true
    const { ServiceBusClient } = await import('@azure/service-bus')
    return new ServiceBusClient(connection, { retryOptions: RETRIES })
  })
  const senders = new Map<string, ServiceBusSender>()
  const use = async (
    entity: string,
    run: (sender: ServiceBusSender) => Promise<unknown>,
  ): Promise<void> => {
    try {
      const opened = await client() // first, so that two at once come to the same sender
      const sender = senders.get(entity) ?? opened.createSender(entity)
      senders.set(entity, sender)
      await run(sender)
    } catch (error) {
      throw new BusUnreachableError(entity, { cause: error })
    }
  }
  return {
    send: (entity, message) => use(entity, (sender) => sender.sendMessages(message)),
    // A batch is made for the size that the broker's link allows: for which there must be one.
    probe: (entity) => use(entity, (sender) => sender.createMessageBatch()),
    close: async () => {
      if (used) await (await client()).close()
    },
  }
}
