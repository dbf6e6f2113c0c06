import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus'
import { onFirstUse } from '../core/onFirstUse'
import type { Bus } from './bus'
import { BusUnreachableError } from './errors'

/** A bus that can be closed. */
export type OpenedBus = Bus & { readonly close: () => Promise<void> }

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
  return {
    send: async (entity, message) => {
      try {
        const sender = senders.get(entity) ?? (await client()).createSender(entity)
        senders.set(entity, sender)
        await sender.sendMessages(message)
      } catch (error) {
        throw new BusUnreachableError(entity, { cause: error })
      }
    },
    close: async () => {
      if (used) await (await client()).close()
    },
  }
}
