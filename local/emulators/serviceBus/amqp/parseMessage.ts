import type { Typed } from 'rhea'
import { types } from 'rhea'
import type { Content } from '../broker/message'
import type { Section } from './rhea'
import { encodeSection, itemsOf, plain, readSections } from './rhea'
import { entriesOf, SECTION } from './sections'

/** Where a property stands in its section. */
const AT = {
  messageId: 0,
  to: 2,
  subject: 3,
  replyTo: 4,
  correlationId: 5,
  contentType: 6,
  sessionId: 10,
  replyToSessionId: 12,
} as const

const SCHEDULED_FOR = 'x-opt-scheduled-enqueue-time'

/** What AMQP says for a message without one. */
const DEFAULT_PRIORITY = 4
const NOTHING = Buffer.alloc(0)

/**
 * Parses a message. Its sections are kept as they are, so that each AMQP type comes out as it went in.
 *
 * @param bytes - One whole message.
 * @param newId - Gives an id to a message without: the client's lock renewer breaks without one.
 * @returns Its content.
 * @throws Error when the bytes are no AMQP.
 */
export function parseMessage(bytes: Buffer, newId: () => string): Content {
  // A copy: what it stands in is a piece of a socket's buffer.
  const sections = readSections(Buffer.from(bytes))
  const find = (code: number) => sections.find((section) => section.code === code)
  const properties = withMessageId(find(SECTION.properties), newId)
  const annotations = find(SECTION.annotations)
  const applicationProperties = find(SECTION.applicationProperties)
  const [durable, priority, timeToLive] = itemsOf(find(SECTION.header)?.value).map(plain)
  return {
    ...fieldsOf(properties.items),
    properties: Object.fromEntries(entriesOf(applicationProperties?.value)),
    timeToLiveInMs: typeof timeToLive === 'number' ? timeToLive : undefined,
    scheduledForInMs: scheduledFor(annotations),
    sections: {
      durable: durable === true,
      priority: typeof priority === 'number' ? priority : DEFAULT_PRIORITY,
      annotations: bytesOf(annotations),
      properties: properties.bytes,
      applicationProperties: bytesOf(applicationProperties),
      body: Buffer.concat(sections.filter(isBody).map((section) => section.bytes)),
    },
  }
}

function bytesOf(section: Section | undefined): Buffer {
  return section?.bytes ?? NOTHING
}

type Fields = Omit<Content, 'properties' | 'timeToLiveInMs' | 'scheduledForInMs' | 'sections'>

function fieldsOf(items: readonly Typed[]): Fields {
  const at = (index: number) => textOf(plain(items[index]))
  return {
    messageId: at(AT.messageId) ?? '',
    sessionId: at(AT.sessionId),
    correlationId: at(AT.correlationId),
    to: at(AT.to),
    replyTo: at(AT.replyTo),
    subject: at(AT.subject),
    replyToSessionId: at(AT.replyToSessionId),
    contentType: at(AT.contentType),
  }
}

function isBody({ code }: Section): boolean {
  return code >= SECTION.firstBody && code <= SECTION.lastBody
}

type Properties = { readonly items: readonly Typed[]; readonly bytes: Buffer }

function withMessageId(section: Section | undefined, newId: () => string): Properties {
  const [id, ...others] = itemsOf(section?.value)
  if (section !== undefined && id !== undefined && textOf(plain(id)) !== undefined) {
    return { items: [id, ...others], bytes: section.bytes }
  }
  const items = [types.wrap_string(newId()), ...others]
  return { items, bytes: encodeSection(SECTION.properties, types.wrap_list(items)) }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Buffer.isBuffer(value)) return value.toString('hex')
  return typeof value === 'number' ? String(value) : undefined
}

function scheduledFor(annotations: Section | undefined): number | undefined {
  const value = entriesOf(annotations?.value).find(([name]) => name === SCHEDULED_FOR)?.[1]
  return value instanceof Date ? value.getTime() : undefined
}
