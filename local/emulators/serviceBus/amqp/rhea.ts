import type { Connection, Container, Delivery, Receiver, Sender, Session, Typed } from 'rhea'
import { create_container, message, types } from 'rhea'

// The one place that knows what rhea 3.0.5 has beyond its own declarations, and its insides where they must be worked around.

type Composite = { readonly described: () => Outcome }

/** An outcome as it goes over the wire. */
export type Outcome = { readonly descriptor: { readonly value: unknown } }

/** Reads encoded values one after the other. */
type Reader = {
  readonly position: number
  readonly read: () => Typed
  readonly remaining: () => number
}

type Codec = {
  readonly Reader: new (buffer: Buffer) => Reader
  readonly Writer: new () => {
    readonly write: (value: Typed) => void
    readonly toBuffer: () => Buffer
  }
  readonly Map32: (keysAndValues: readonly Typed[]) => Typed
  readonly described: (descriptor: Typed, value: Typed) => Typed
  readonly wrap_ulong: (value: number) => Typed
  readonly wrap_array: (values: readonly unknown[], typecode: number) => Typed
  readonly unwrap: (value: Typed) => unknown
}

type Outcomes = Readonly<
  Record<'accepted' | 'rejected' | 'released' | 'modified', (fields: object) => Composite>
>

// Its declarations leave out what is used here; the shapes are those of its source.
const codec = types as unknown as Codec
const outcomes = message as unknown as Outcomes

/** One section of a message. */
export type Section = { readonly code: number; readonly value: Typed; readonly bytes: Buffer }

/** A fault as the peer is told it. */
export type AmqpFault = { readonly condition: string; readonly description: string }

/**
 * Splits an encoded message.
 *
 * @param bytes - The whole message.
 * @returns Its sections in their order.
 * @throws Error when the bytes are no AMQP.
 */
export function readSections(bytes: Buffer): readonly Section[] {
  const reader = new codec.Reader(bytes)
  const sections: Section[] = []
  while (reader.remaining() > 0) {
    const start = reader.position
    const value = reader.read()
    const descriptor = value.descriptor as { readonly value?: unknown } | undefined
    sections.push({
      code: Number(descriptor?.value),
      value,
      bytes: bytes.subarray(start, reader.position),
    })
  }
  return sections
}

/**
 * Gives the items of a list, or keys and values by turns of a map.
 *
 * @param value - A list or map; undefined has none.
 * @returns Its items with their types.
 */
export function itemsOf(value: Typed | undefined): readonly Typed[] {
  return Array.isArray(value?.value) ? (value.value as Typed[]) : []
}

/**
 * Gives the plain value of a typed one; 64-bit integers beyond 2^53 and UUIDs are buffers.
 *
 * @param value - As readSections gives it.
 * @returns A JavaScript value; null for none.
 */
export function plain(value: Typed | undefined): unknown {
  return value === undefined ? null : codec.unwrap(value)
}

/**
 * Encodes one section.
 *
 * @param code - Its descriptor, as in 0x74.
 * @param value - A list or map.
 * @returns The bytes.
 */
export function encodeSection(code: number, value: Typed): Buffer {
  const writer = new codec.Writer()
  writer.write(codec.described(codec.wrap_ulong(code), value))
  return Buffer.from(writer.toBuffer())
}

/**
 * Makes a map that keeps the types of what it is made of.
 *
 * @param keysAndValues - By turns.
 * @returns The map.
 */
export function mapOf(keysAndValues: readonly Typed[]): Typed {
  return codec.Map32([...keysAndValues])
}

/**
 * Makes an array.
 *
 * @param values - As the type of its elements takes them.
 * @param typecode - As in 0x81 for long.
 * @returns The array.
 */
export function arrayOf(values: readonly unknown[], typecode: number): Typed {
  return codec.wrap_array(values, typecode)
}

/**
 * Says that a message was taken, or completed.
 *
 * @returns The outcome.
 */
export const accepted = (): Outcome => outcomes.accepted({}).described()

/**
 * Says that a message was given back.
 *
 * @returns The outcome.
 */
export const released = (): Outcome => outcomes.released({}).described()

/**
 * Says that a message was given back, or put off.
 *
 * @param isPutOff - Which of the two.
 * @returns The outcome.
 */
export const modified = (isPutOff: boolean): Outcome =>
  outcomes.modified({ undeliverable_here: isPutOff }).described()

/**
 * Says that a message was dead-lettered, or, with a fault, that nothing was done.
 *
 * @param fault - Why nothing was done.
 * @returns The outcome.
 */
export const rejected = (fault?: AmqpFault): Outcome =>
  outcomes.rejected(fault === undefined ? {} : { error: fault }).described()

/**
 * Makes a container that takes clients without asking for more than a name: they show who they are over `$cbs`.
 *
 * @returns A container of its own.
 */
export function makeContainer(): Container {
  const container = create_container({ id: 'service-bus-emulator' })
  const mechanisms = container.sasl_server_mechanisms as {
    readonly enable_anonymous: () => void
    ANONYMOUS?: unknown
    MSSBCBS?: unknown
  }
  mechanisms.enable_anonymous()
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS
  return container
}

/**
 * Notices a socket that was destroyed: rhea listens to 'end' and 'error' only, so that messages would go to a dead
 * receiver, and a timer keep the process alive.
 *
 * @param connection - Just opened.
 */
export function noticeClosedSocket(connection: Connection): void {
  const { socket } = connection as unknown as { readonly socket: NodeJS.EventEmitter }
  const inside = connection as unknown as { readonly _disconnected: () => void }
  socket.on('close', () => {
    inside._disconnected()
  })
}

type Transfer = { readonly performative: { message_format?: number | undefined } }
type Incoming = { on_transfer: (frame: Transfer, link: Receiver) => void }

/**
 * Keeps rhea from decoding messages, which loses AMQP types: it leaves alone what is not of format 0.
 *
 * @param receiver - The first, and only, link of its session.
 */
export function keepRaw(receiver: Receiver): void {
  const { incoming } = receiver.session as Session & { readonly incoming: Incoming }
  const original = incoming.on_transfer
  incoming.on_transfer = function onTransfer(frame, link) {
    const isFirstFrame = !(link as { readonly _incomplete?: unknown })._incomplete
    if (link === receiver && isFirstFrame) frame.performative.message_format ||= RAW_FORMAT
    original.call(incoming, frame, link)
  }
}

/** What keepRaw makes of format 0. */
export const RAW_FORMAT = 1

type SenderInside = Sender & {
  delivery_count: number
  credit: number
  _draining: boolean
  _drained: boolean
  _get_drain: () => boolean
  readonly session: Session & { readonly outgoing: { readonly available: () => number } }
}

/**
 * Answers each drain. rhea answers only while credit is left; when the last is spent in the same moment, the client
 * waits 200 ms for the answer and then closes the link.
 *
 * @param sender - A link to a receiver.
 */
export function answerEveryDrain(sender: Sender): void {
  const inside = sender as SenderInside
  inside._get_drain = () => {
    if (!inside._draining || !inside._drained) return false
    inside.delivery_count += inside.credit
    inside.credit = 0
    inside._draining = false
    return true
  }
}

/**
 * Ends a drain, if the client asked for one: says that no more comes for now.
 *
 * @param sender - After what there was has been sent.
 */
export function finishDrain(sender: Sender): void {
  if (!(sender as SenderInside)._draining) return
  sender.set_drained(true)
  const inside = sender.connection as unknown as { readonly _register: () => void }
  inside._register()
}

/**
 * Counts what a link can take: rhea lowers credit only when frames are written, so that queued ones must be taken off.
 *
 * @param sender - The link.
 * @param queued - Deliveries that were ever handed to it, drained credit included.
 * @returns Messages; may be negative.
 */
export function capacityOf(sender: Sender, queued: number): number {
  const inside = sender as SenderInside
  if (!sender.is_open()) return 0
  const free = inside.credit - Math.max(0, queued - inside.delivery_count)
  return Math.min(free, inside.session.outgoing.available())
}

/**
 * Tells how many deliveries a link has seen go, drained credit included.
 *
 * @param sender - The link.
 * @returns A count that only rises.
 */
export function deliveryCountOf(sender: Sender): number {
  return (sender as SenderInside).delivery_count
}

/**
 * Holds the answer to an attach back, until `open` is called on the link.
 *
 * @param sender - Of which `sender_open` has just been told.
 */
export function holdAttach(sender: Sender): void {
  const { state } = sender as unknown as { state: { open_requests: number; local_open: boolean } }
  state.open_requests = 0
  state.local_open = false
}

/** What is said in the answer to an attach. */
export type AttachAnswer = {
  max_message_size?: number
  snd_settle_mode?: number
  rcv_settle_mode?: number
  properties?: Readonly<Record<string, unknown>>
}

/**
 * Completes the answer to an attach.
 *
 * The settle modes are always those that were asked for: the .NET client reads missing ones as "unsettled", and its
 * concurrent put-tokens then collide.
 *
 * @param link - Of which an open has just been told.
 * @param answer - What else to say.
 */
export function answerAttach(link: Sender | Receiver, answer: AttachAnswer = {}): void {
  const { local } = link as unknown as { readonly local: { readonly attach: AttachAnswer } }
  Object.assign(local.attach, {
    snd_settle_mode: link.snd_settle_mode,
    rcv_settle_mode: link.rcv_settle_mode,
    ...answer,
  })
}

type Terminus = { readonly address?: unknown; readonly filter?: unknown } | null | undefined

/**
 * Reads where a link comes from.
 *
 * @param link - Which may name no source, whatever rhea declares.
 * @returns The address, empty where there is none, and the filters by name.
 */
export function sourceOf(link: Sender | Receiver): {
  readonly address: string
  readonly filter: Readonly<Record<string, unknown>>
} {
  const source = link.source as Terminus
  const filter = (source?.filter ?? {}) as Readonly<Record<string, unknown>>
  return { address: textOf(source?.address), filter }
}

/**
 * Reads where a link goes to.
 *
 * @param link - Which may name no target.
 * @returns The address, empty where there is none.
 */
export function targetOf(link: Sender | Receiver): { readonly address: string } {
  return { address: textOf((link.target as Terminus)?.address) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const ACCEPTED = 0x24

/**
 * Answers a message that a client sent, apart from its neighbours.
 *
 * rhea writes the outcomes of two deliveries in a row, when given within one turn, as one range with the outcome of the
 * first, even where they differ: a refusal after an acceptance would be told as an acceptance. It keeps apart those
 * whose `settled` differs, and takes whatever is truthy for true.
 *
 * @param delivery - To be settled.
 * @param outcome - What became of it.
 */
export function settle(delivery: Delivery, outcome: Outcome): void {
  const isSettled: unknown = outcome.descriptor.value === ACCEPTED ? true : {}
  delivery.update(isSettled as boolean, outcome)
}

/**
 * Settles a delivery to a client whose own disposition was not settled. Such a client never sends a settled one; rhea
 * would keep the delivery for ever, and after 2048 of them the link would stand still.
 *
 * @param delivery - To be settled.
 * @param outcome - What became of it.
 */
export function settleForGood(delivery: Delivery, outcome: Outcome): void {
  settle(delivery, outcome)
  ;(delivery as { remote_settled: boolean }).remote_settled = true
}

/**
 * Sends without asking for a disposition.
 *
 * @param delivery - As `send` gives it.
 */
export function presettle(delivery: Delivery): void {
  ;(delivery as { settled: boolean }).settled = true
}
