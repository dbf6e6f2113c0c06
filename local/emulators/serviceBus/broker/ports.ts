import type { HostClock } from '../../../host/clock'
import type { Content, Delivery, Message } from './message'

/** What a journal gives back when a queue or topic is opened again. */
export type Stored = {
  readonly nextSequence: number
  readonly messages: readonly Message[]
  readonly sessionStates: ReadonlyMap<string, Buffer>
  /** Ids, and until when each is remembered. */
  readonly duplicates: ReadonlyMap<string, number>
}

/** Where a queue or topic, named by its path, is kept. What a transaction wrote is durable when it returns. */
export type Journal = {
  /** Runs writes as one: all of them or none. Transactions may be nested. */
  readonly transaction: <T>(work: () => T) => T
  readonly load: (path: string) => Stored
  readonly saveMessage: (path: string, message: Message) => void
  readonly removeMessage: (path: string, sequence: number) => void
  readonly saveNextSequence: (path: string, next: number) => void
  readonly saveSessionState: (path: string, sessionId: string, state: Buffer | undefined) => void
  readonly saveDuplicate: (path: string, messageId: string, untilInMs: number) => void
  readonly removeDuplicates: (path: string, untilInMs: number) => void
  readonly close: () => void
}

/** What the broker needs from outside. */
export type BrokerPorts = {
  readonly clock: HostClock
  readonly journal: Journal
  /** 16 random bytes in hex. */
  readonly newToken: () => string
  /** Sets application properties of a message. */
  readonly amend: (content: Content, properties: Readonly<Record<string, unknown>>) => Content
}

/** A receiver's link, as the broker sees it. */
export type Consumer = {
  /** Of its link. */
  readonly name: string
  /** The session that it holds; undefined on a queue without sessions. */
  readonly sessionId: string | undefined
  /** Whether a message is gone with its delivery. */
  readonly removesOnDelivery: boolean
  /** How many more messages it takes now. */
  readonly capacity: () => number
  readonly deliver: (delivery: Delivery) => void
  /** Called when the lock of its session has run out. */
  readonly onSessionLost: () => void
}
