import type { EntityLimits } from '../../../../shared/bus/topology'
import { EarliestTimer } from './earliestTimer'
import type { Content, Message } from './message'
import type { BrokerPorts, Stored } from './ports'
import { ReadyMessages } from './readyMessages'

/** Where dead letters go. */
export type DeadLetterTarget = {
  readonly takeSequence: () => number
  readonly admit: (message: Message) => () => void
}

/** What a backlog is made of. */
export type BacklogOptions = {
  readonly path: string
  readonly limits: EntityLimits
  readonly ports: BrokerPorts
  /** Undefined for a backlog of dead letters, which keeps all. */
  readonly deadLetters: DeadLetterTarget | undefined
  /** Called when there may be something to deliver. */
  readonly onReady: () => void
}

type Properties = Readonly<Record<string, unknown>>

/** So often, at most, the backlog is searched for what has expired; what is expired is never delivered anyhow. */
const SWEEP_EVERY_IN_MS = 250

/** The messages of a queue that no receiver has: those that wait for one, and those put off. */
export class Backlog {
  readonly #options: BacklogOptions
  readonly #ready: ReadyMessages
  readonly #deferred = new Map<number, Message>()
  readonly #sweep: EarliestTimer

  constructor(options: BacklogOptions) {
    this.#options = options
    this.#ready = new ReadyMessages(options.limits.requiresSession)
    this.#sweep = new EarliestTimer(options.ports.clock, () => {
      this.#removeExpired()
    })
  }

  restore({ messages }: Stored): void {
    for (const message of messages) {
      if (message.state === 'active') this.#insert(message)
      if (message.state === 'deferred') this.#deferred.set(message.sequence, message)
    }
  }

  // Journals a message as active; returns what shows it to receivers, to be called once that is durable.
  admit(message: Message): () => void {
    const { path, ports, onReady } = this.#options
    const nowInMs = ports.clock.nowInMs()
    const active: Message = {
      ...message,
      state: 'active',
      enqueuedAtInMs: nowInMs,
      expiresAtInMs: nowInMs + this.#timeToLiveOf(message.content),
    }
    ports.journal.saveMessage(path, active)
    return () => {
      this.#insert(active)
      onReady()
    }
  }

  // Takes the first message that waits, of a session where there are sessions.
  next(sessionId: string | undefined): Message | undefined {
    const nowInMs = this.#options.ports.clock.nowInMs()
    for (;;) {
      const message = this.#ready.shift(sessionId)
      if (message === undefined || message.expiresAtInMs > nowInMs) return message
      this.#expire(message)
    }
  }

  findSession(isFree: (sessionId: string) => boolean): string | undefined {
    const nowInMs = this.#options.ports.clock.nowInMs()
    return this.#ready
      .sessionIds()
      .find((id) => isFree(id) && (this.#ready.first(id)?.expiresAtInMs ?? 0) > nowInMs)
  }

  // Puts a session behind the others, so that one that keeps failing does not keep them from being served.
  moveToBack(sessionId: string): void {
    this.#ready.moveToBack(sessionId)
  }

  amend(message: Message, properties: Properties): Message {
    if (Object.keys(properties).length === 0) return message
    return { ...message, content: this.#options.ports.amend(message.content, properties) }
  }

  defer(message: Message): void {
    const { path, ports } = this.#options
    const deferred: Message = { ...message, state: 'deferred' }
    ports.journal.saveMessage(path, deferred)
    this.#deferred.set(deferred.sequence, deferred)
  }

  // Takes deferred messages, all or none; undefined when one is not there, has expired, or does not fit.
  takeDeferred(
    sequences: readonly number[],
    fits: (message: Message) => boolean,
  ): readonly Message[] | undefined {
    const nowInMs = this.#options.ports.clock.nowInMs()
    for (const sequence of sequences) {
      const message = this.#deferred.get(sequence)
      if (message !== undefined && message.expiresAtInMs <= nowInMs) this.#expire(message)
    }
    const found = sequences
      .map((sequence) => this.#deferred.get(sequence))
      .filter((message) => message !== undefined)
    if (found.length < sequences.length || !found.every(fits)) return undefined
    for (const { sequence } of found) this.#deferred.delete(sequence)
    return found
  }

  // Counts a failed delivery of each; what failed too often goes to the dead letters, the rest back.
  fail(messages: readonly Message[]): void {
    const { path, limits, ports, deadLetters } = this.#options
    const counted = messages.map((each) => ({ ...each, deliveryCount: each.deliveryCount + 1 }))
    const isSpent = ({ deliveryCount }: Message) =>
      deliveryCount >= limits.maxDeliveryCount && deadLetters !== undefined
    for (const message of counted.filter(isSpent)) {
      this.deadLetter(message, {
        DeadLetterReason: 'MaxDeliveryCountExceeded',
        DeadLetterErrorDescription: `Message could not be consumed after ${String(limits.maxDeliveryCount)} delivery attempts.`,
      })
    }
    const kept = counted.filter((message) => !isSpent(message))
    ports.journal.transaction(() => {
      for (const message of kept) ports.journal.saveMessage(path, message)
    })
    this.giveBack(kept)
  }

  giveBack(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.state === 'deferred') this.#deferred.set(message.sequence, message)
      else this.#insert(message)
    }
    this.#options.onReady()
  }

  // Ends messages that are in no list any more; durable when it returns.
  removeAll(messages: readonly Message[]): void {
    const { path, ports } = this.#options
    ports.journal.transaction(() => {
      for (const { sequence } of messages) ports.journal.removeMessage(path, sequence)
    })
  }

  // Moves a message that is in no list any more; a dead letter that is rejected again stays one.
  deadLetter(message: Message, properties: Properties): void {
    const { path, ports, deadLetters } = this.#options
    const content = ports.amend(message.content, properties)
    if (deadLetters === undefined) {
      ports.journal.saveMessage(path, { ...message, content })
      this.giveBack([{ ...message, content }])
      return
    }
    const show = ports.journal.transaction(() => {
      ports.journal.removeMessage(path, message.sequence)
      return deadLetters.admit({ ...message, sequence: deadLetters.takeSequence(), content })
    })
    show()
  }

  // Those that a peek shows: all but expired ones.
  messages(): readonly Message[] {
    const nowInMs = this.#options.ports.clock.nowInMs()
    const ready = this.#ready.all().filter(({ expiresAtInMs }) => expiresAtInMs > nowInMs)
    return [...ready, ...this.#deferred.values()]
  }

  stop(): void {
    this.#sweep.stop()
  }

  #timeToLiveOf({ timeToLiveInMs }: Content): number {
    const { deadLetters, limits } = this.#options
    if (deadLetters === undefined) return Number.POSITIVE_INFINITY
    const longestInMs = limits.defaultMessageTimeToLiveInMs
    return Math.min(timeToLiveInMs ?? longestInMs, longestInMs)
  }

  #insert(message: Message): void {
    this.#ready.insert(message)
    if (!Number.isFinite(message.expiresAtInMs)) return
    const soonestInMs = this.#options.ports.clock.nowInMs() + SWEEP_EVERY_IN_MS
    this.#sweep.wakeBy(Math.max(message.expiresAtInMs, soonestInMs))
  }

  #removeExpired(): void {
    const nowInMs = this.#options.ports.clock.nowInMs()
    for (const message of this.#ready.takeExpired(nowInMs)) this.#expire(message)
    for (const { expiresAtInMs } of this.#ready.all()) {
      if (Number.isFinite(expiresAtInMs)) this.#sweep.wakeBy(expiresAtInMs)
    }
  }

  #expire(message: Message): void {
    this.#deferred.delete(message.sequence)
    if (!this.#options.limits.deadLetteringOnMessageExpiration) {
      this.removeAll([message])
      return
    }
    this.deadLetter(message, {
      DeadLetterReason: 'TTLExpiredException',
      DeadLetterErrorDescription: 'The message expired and was dead lettered.',
    })
  }
}
