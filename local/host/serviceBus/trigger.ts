import { getTriggerOptions } from '../bindings'
import { AppStartError, UnsupportedFeatureError } from '../errors'
import type { RegisteredFunction } from '../registry'
import { requireConnection } from './connection'
import type { ServiceBusSettings } from './settings'

/** Where messages come from. */
export type Entity =
  | { readonly queue: string }
  | { readonly topic: string; readonly subscription: string }

/** A Service Bus trigger, checked. */
export type ServiceBusTrigger = {
  readonly registered: RegisteredFunction
  readonly entity: Entity
  /** As in a log. */
  readonly entityName: string
  /** Holds a key. */
  readonly connection: string
  readonly isSessionsEnabled: boolean
  /** Cardinality `many`: the function gets an array. */
  readonly isBatched: boolean
}

/** What triggers are read with. */
export type TriggerContext = {
  readonly settings: ServiceBusSettings
  /** App settings. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * Reads the trigger of a function that was registered by `app.serviceBusQueue` or `app.serviceBusTopic`.
 *
 * @param registered - The function, with `%NAME%` resolved.
 * @param context - Settings of host and app.
 * @returns The trigger.
 * @throws AppStartError when it names no entity, or no connection that could be used.
 * @throws UnsupportedFeatureError when it leaves it to the function to settle its messages, or wants SDK types.
 */
export function readTrigger(
  registered: RegisteredFunction,
  context: TriggerContext,
): ServiceBusTrigger {
  const { settings, env } = context
  const options = getTriggerOptions(registered.metadata)
  const where = `Function '${registered.metadata.name}'`
  if ((options['autoCompleteMessages'] ?? settings.autoCompleteMessages) === false) {
    throw new UnsupportedFeatureError('autoCompleteMessages: false', where)
  }
  if (options['sdkBinding'] === true) throw new UnsupportedFeatureError('sdkBinding', where)
  const entity = readEntity(options, where)
  const entityName =
    'queue' in entity
      ? `queue '${entity.queue}'`
      : `subscription '${entity.subscription}' of topic '${entity.topic}'`
  return {
    registered,
    entity,
    entityName,
    connection: requireConnection(where, options['connection'], env),
    isSessionsEnabled: options['isSessionsEnabled'] === true,
    isBatched: String(options['cardinality']).toLowerCase() === 'many',
  }
}

function readEntity(options: Readonly<Record<string, unknown>>, where: string): Entity {
  const { queueName, topicName, subscriptionName } = options
  if (isName(queueName)) return { queue: queueName }
  if (isName(topicName) && isName(subscriptionName)) {
    return { topic: topicName, subscription: subscriptionName }
  }
  throw new AppStartError(
    `${where}: its trigger names neither a queueName nor a topicName with a subscriptionName.`,
  )
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
