import { functionsByTrigger } from '../bindings'
import type { HostClock } from '../clock'
import type { RegisteredFunction } from '../registry'
import { ServiceBusListener } from './serviceBusListener'
import type { ServiceBusSettings } from './settings'
import { readTrigger } from './trigger'

/** What Service Bus triggers run with. */
export type ServiceBusHostOptions = {
  readonly functions: readonly RegisteredFunction[]
  readonly serviceBus: ServiceBusSettings
  /** App settings. */
  readonly env: NodeJS.ProcessEnv
  readonly clock: HostClock
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string, error: unknown) => void
}

/** The Service Bus triggers of an app. */
export type ServiceBusHost = {
  readonly start: () => void
  /** Takes no more; resolves when nothing runs, and every connection is closed. */
  readonly stop: () => Promise<void>
  /** Lets `stop` wait no longer for what runs; its messages come again when their locks have run out. */
  readonly cut: () => void
}

/**
 * Makes an app's Service Bus triggers.
 *
 * A message is completed when its function ended, abandoned when it threw, and then comes again until the broker
 * moves it to the dead letters. A broker that is not there is waited for.
 *
 * @param options - The app.
 * @returns The triggers, not yet started.
 * @throws AppStartError for a trigger whose entity or connection is not said as it should be.
 * @throws UnsupportedFeatureError for what this host does not have.
 */
export function makeServiceBus(options: ServiceBusHostOptions): ServiceBusHost {
  const { functions, serviceBus: settings, env, clock, clientPayload, onFailure } = options
  const listeners = functionsByTrigger(functions, 'serviceBusTrigger')
    .map((registered) => readTrigger(registered, { settings, env }))
    .map((trigger) => {
      const handling = { trigger, clientPayload, onFailure }
      return new ServiceBusListener({ handling, settings, clock })
    })
  return {
    start: () => {
      for (const listener of listeners) listener.start()
    },
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.stop()))
    },
    cut: () => {
      for (const listener of listeners) listener.cut()
    },
  }
}
