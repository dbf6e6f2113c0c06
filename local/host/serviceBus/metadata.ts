import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import type { TypedData } from '../typedData'

type Metadata = Record<string, TypedData>
type Property = (message: ServiceBusReceivedMessage) => TypedData | undefined

/** The last instant that .NET can say; messages that live for ever expire then. */
const LAST_IN_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Names as the real host's, and in its types: texts as texts, everything else as JSON. */
const properties: Readonly<Record<string, Property>> = {
  MessageId: (message) => text(message.messageId),
  // The listener of the real host counts from 1, the SDK from 0.
  DeliveryCount: (message) => json((message.deliveryCount ?? 0) + 1),
  SequenceNumber: (message) => integer(message.sequenceNumber),
  LockToken: (message) => text(message.lockToken),
  EnqueuedTimeUtc: (message) => instant(message.enqueuedTimeUtc, 'Z'),
  EnqueuedTime: (message) => instant(message.enqueuedTimeUtc, '+00:00'),
  ExpiresAtUtc: (message) => instant(message.expiresAtUtc, 'Z'),
  ExpiresAt: (message) => instant(message.expiresAtUtc, '+00:00'),
  ContentType: (message) => text(message.contentType),
  CorrelationId: (message) => text(message.correlationId),
  Subject: (message) => text(message.subject),
  Label: (message) => text(message.subject),
  ReplyTo: (message) => text(message.replyTo),
  To: (message) => text(message.to),
  SessionId: (message) => text(message.sessionId),
  ReplyToSessionId: (message) => text(message.replyToSessionId),
  PartitionKey: (message) => text(message.partitionKey),
  DeadLetterSource: (message) => text(message.deadLetterSource),
  ApplicationProperties: (message) => json(message.applicationProperties ?? {}),
  UserProperties: (message) => json(message.applicationProperties ?? {}),
}

/**
 * Tells what is known of a message besides its body.
 *
 * @param message - As received.
 * @returns Without what it does not have.
 */
export function metadataOf(message: ServiceBusReceivedMessage): Metadata {
  return collect('', (read) => read(message))
}

/**
 * Tells the same of several messages.
 *
 * @param messages - As received.
 * @returns Arrays, each named `<name>Array`; without what none of them has.
 */
export function metadataOfMany(messages: readonly ServiceBusReceivedMessage[]): Metadata {
  return collect('Array', (read) => joined(messages.map(read)))
}

function collect(suffix: string, give: (read: Property) => TypedData | undefined): Metadata {
  const metadata: Metadata = {}
  for (const [name, read] of Object.entries(properties)) {
    const value = give(read)
    if (value !== undefined) metadata[name + suffix] = value
  }
  return metadata
}

function joined(values: readonly (TypedData | undefined)[]): TypedData | undefined {
  if (values.every((value) => value === undefined)) return undefined
  const texts = values.flatMap((value) => value?.string ?? [])
  if (texts.length === values.length) return { collectionString: { string: texts } }
  const parts = values.map((value) => value?.json ?? JSON.stringify(value?.string ?? null))
  return { json: `[${parts.join(',')}]` }
}

function text(value: string | number | Buffer | undefined | null): TypedData | undefined {
  return value === undefined || value === null ? undefined : { string: String(value) }
}

function json(value: unknown): TypedData {
  return { json: JSON.stringify(value) }
}

// 64 bits: as a number only where its reader makes it one.
function integer(value: { toString(): string } | undefined): TypedData | undefined {
  return value === undefined ? undefined : { json: value.toString() }
}

function instant(date: Date | undefined, zone: 'Z' | '+00:00'): TypedData | undefined {
  if (date === undefined) return undefined
  const known = new Date(Math.min(date.getTime(), LAST_IN_MS))
  return json(known.toISOString().replace('Z', zone))
}
