import type { HostClock } from '../../../host/clock'
import { EarliestTimer } from './earliestTimer'
import type { Message } from './message'

/** A message that one receiver has. */
export type MessageLock = {
  readonly token: string
  readonly message: Message
  /** Infinite in a session, whose own lock counts. */
  readonly untilInMs: number
}

/** What locks need. */
export type MessageLocksOptions = {
  readonly clock: HostClock
  readonly durationInMs: number
  readonly newToken: () => string
  /** Gets what a lock that ran out held. */
  readonly onExpired: (message: Message) => void
}

/** The locks of a queue. They stand in the order in which they run out, because all are for the same time. */
export class MessageLocks {
  readonly #locks = new Map<string, MessageLock>()
  readonly #timer: EarliestTimer

  constructor(private readonly options: MessageLocksOptions) {
    this.#timer = new EarliestTimer(options.clock, () => {
      this.#expire()
    })
  }

  // Locks a message that is in no list any more; in a session, whose own lock covers it, without an end.
  add(message: Message, isInSession: boolean): MessageLock {
    const { clock, durationInMs, newToken } = this.options
    const untilInMs = isInSession ? Number.POSITIVE_INFINITY : clock.nowInMs() + durationInMs
    const lock: MessageLock = { token: newToken(), message, untilInMs }
    this.#set(lock)
    return lock
  }

  // Ends a lock; undefined when there is none, or not any more.
  take(token: string): MessageLock | undefined {
    this.#expire()
    const lock = this.#locks.get(token)
    this.#locks.delete(token)
    return lock
  }

  // Prolongs locks, all or none; gives the instant until which they hold.
  renew(tokens: readonly string[]): number | undefined {
    this.#expire()
    const locks = tokens.map((token) => this.#locks.get(token))
    if (locks.includes(undefined)) return undefined
    const untilInMs = this.options.clock.nowInMs() + this.options.durationInMs
    for (const lock of locks) {
      if (lock === undefined || lock.untilInMs === Number.POSITIVE_INFINITY) continue
      this.#locks.delete(lock.token)
      this.#set({ ...lock, untilInMs })
    }
    return untilInMs
  }

  // Ends the locks that fit; gives what they held.
  takeWhere(fits: (lock: MessageLock) => boolean): readonly Message[] {
    const taken = [...this.#locks.values()].filter(fits)
    for (const { token } of taken) this.#locks.delete(token)
    return taken.map(({ message }) => message)
  }

  messages(): readonly Message[] {
    return [...this.#locks.values()].map(({ message }) => message)
  }

  stop(): void {
    this.#timer.stop()
  }

  #set(lock: MessageLock): void {
    this.#locks.set(lock.token, lock)
    if (Number.isFinite(lock.untilInMs)) this.#timer.wakeBy(lock.untilInMs)
  }

  #expire(): void {
    const nowInMs = this.options.clock.nowInMs()
    const expired: Message[] = []
    for (const lock of this.#locks.values()) {
      if (lock.untilInMs > nowInMs) break
      this.#locks.delete(lock.token)
      expired.push(lock.message)
    }
    const [next] = this.#locks.values()
    if (next !== undefined && Number.isFinite(next.untilInMs)) this.#timer.wakeBy(next.untilInMs)
    for (const message of expired) this.options.onExpired(message)
  }
}
