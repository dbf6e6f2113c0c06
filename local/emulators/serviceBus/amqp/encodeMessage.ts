import type { Typed } from 'rhea'
import { types } from 'rhea'
import type { Content, Delivery, Message } from '../broker/message'
import { encodeSection, mapOf, plain, readSections } from './rhea'
import { pairsOf, SECTION } from './sections'
import { long } from './values'

/** What the broker says itself, whatever a sender wrote. */
const OWN_ANNOTATIONS = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-enqueue-sequence-number',
  'x-opt-locked-until',
  'x-opt-message-state',
])

const STATES = { active: 0, deferred: 1, scheduled: 2 } as const
const MAX_UINT = 0xffff_ffff

/**
 * Encodes a message as it is kept: parseMessage gives the same content again.
 *
 * @param content - The content.
 * @returns One whole message.
 */
export function encodeContent(content: Content): Buffer {
  const { sections } = content
  return Buffer.concat([
    encodeHeader(content, 0),
    sections.annotations,
    sections.properties,
    sections.applicationProperties,
    sections.body,
  ])
}

/**
 * Encodes a message as a receiver gets it.
 *
 * @param delivery - A message, locked or only looked at.
 * @returns One whole message.
 */
export function encodeDelivery(delivery: Omit<Delivery, 'lockToken'>): Buffer {
  const { message, lockedUntilInMs } = delivery
  const { sections } = message.content
  return Buffer.concat([
    encodeHeader(message.content, message.deliveryCount),
    encodeSection(SECTION.annotations, mapOf(annotationsOf(message, lockedUntilInMs))),
    sections.properties,
    sections.applicationProperties,
    sections.body,
  ])
}

function encodeHeader(content: Content, deliveryCount: number): Buffer {
  const { durable, priority } = content.sections
  const { timeToLiveInMs } = content
  return encodeSection(
    SECTION.header,
    types.wrap_list([
      types.wrap_boolean(durable),
      types.wrap_ubyte(priority),
      timeToLiveInMs === undefined ? null : types.wrap_uint(Math.min(timeToLiveInMs, MAX_UINT)),
      types.wrap_boolean(deliveryCount === 0),
      types.wrap_uint(deliveryCount),
    ]),
  )
}

function annotationsOf(message: Message, lockedUntilInMs: number | undefined): readonly Typed[] {
  const [section] = readSections(message.content.sections.annotations)
  const given = pairsOf(section?.value).filter(([key]) => !OWN_ANNOTATIONS.has(String(plain(key))))
  const own: Readonly<Record<string, Typed | undefined>> = {
    'x-opt-sequence-number': long(message.sequence),
    'x-opt-enqueued-time': types.wrap_timestamp(message.enqueuedAtInMs),
    'x-opt-enqueue-sequence-number': long(message.enqueuedSequence),
    'x-opt-message-state': types.wrap_int(STATES[message.state]),
    'x-opt-locked-until':
      lockedUntilInMs === undefined ? undefined : types.wrap_timestamp(lockedUntilInMs),
  }
  const said = Object.entries(own).flatMap(([name, value]) =>
    value === undefined ? [] : [types.wrap_symbol(name), value],
  )
  return [...given.flat(), ...said]
}
