import { isUtf8 } from 'node:buffer'
import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import type { Invocation } from '../invoke'
import type { TypedData } from '../typedData'
import { metadataOf, metadataOfMany } from './metadata'

/** What a function gets of its messages. */
export type MessageData = {
  readonly value: TypedData
  readonly triggerMetadata: NonNullable<Invocation['triggerMetadata']>
}

/**
 * Turns a message into what the real host hands over: its text, which the library parses if it is JSON, or its bytes.
 *
 * @param message - Received with its body unparsed.
 * @returns Value and metadata; the members of a body that is a JSON object are metadata too.
 */
export function toMessageData(message: ServiceBusReceivedMessage): MessageData {
  const body = toBody(message.body)
  const value = typeof body === 'string' ? { string: body } : { bytes: body }
  // What the broker says goes before what the sender of a body calls by the same name.
  return { value, triggerMetadata: { ...membersOf(body), ...metadataOf(message) } }
}

/**
 * Turns messages into the array that a function of cardinality `many` gets.
 *
 * @param messages - Received with their bodies unparsed.
 * @returns Texts, or bytes when one of them is no text; metadata as arrays.
 */
export function toBatchData(messages: readonly ServiceBusReceivedMessage[]): MessageData {
  const bodies = messages.map(({ body }) => toBody(body as unknown))
  const isText = (body: string | Buffer): body is string => typeof body === 'string'
  const value = bodies.every(isText)
    ? { collectionString: { string: bodies } }
    : {
        collectionBytes: { bytes: bodies.map((body) => (isText(body) ? Buffer.from(body) : body)) },
      }
  return { value, triggerMetadata: metadataOfMany(messages) }
}

function toBody(body: unknown): string | Buffer {
  if (Buffer.isBuffer(body)) return isUtf8(body) ? body.toString('utf8') : body
  // An AMQP value or sequence; the SDK's own senders make neither.
  return typeof body === 'string' ? body : JSON.stringify(body ?? null)
}

function membersOf(body: string | Buffer): Record<string, TypedData> {
  if (typeof body !== 'string' || !body.trimStart().startsWith('{')) return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return {}
  }
  return Object.fromEntries(
    Object.entries(parsed as object).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) },
    ]),
  )
}
