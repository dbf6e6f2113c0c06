import { EarliestTimer } from './earliestTimer'
import type { BrokerPorts, Consumer } from './ports'

/** A receiver that asks for a session. */
export type SessionRequest = {
  /** Undefined asks for any that has messages. */
  readonly sessionId: string | undefined
  readonly timeoutInMs: number
  readonly grant: (sessionId: string, lockedUntilInMs: number) => Consumer
  readonly refuse: (why: 'locked' | 'timeout') => void
}

/** What sessions need from their queue. */
export type SessionsOptions = {
  readonly path: string
  readonly ports: BrokerPorts
  readonly lockDurationInMs: number
  /** Gives a session that has messages and for which the predicate holds. */
  readonly findReady: (isFree: (sessionId: string) => boolean) => string | undefined
  readonly onGranted: (consumer: Consumer) => void
  readonly onExpired: (consumer: Consumer) => void
}

type Held = { readonly consumer: Consumer; readonly untilInMs: number }
type Waiter = { readonly request: SessionRequest; readonly stopTimer: () => void }

/** The sessions of a queue: who holds which, who waits for one, and the state that each keeps. */
export class Sessions {
  readonly #states = new Map<string, Buffer>()
  readonly #held = new Map<string, Held>()
  readonly #waiters = new Set<Waiter>()
  readonly #timer: EarliestTimer

  constructor(private readonly options: SessionsOptions) {
    this.#timer = new EarliestTimer(options.ports.clock, () => {
      this.expire()
    })
  }

  restoreStates(states: ReadonlyMap<string, Buffer>): void {
    for (const [sessionId, state] of states) this.#states.set(sessionId, state)
  }

  // Grants a session now or as soon as there is one; a named one that is held is refused at once.
  request(request: SessionRequest): () => void {
    this.expire()
    const { sessionId, timeoutInMs, refuse } = request
    if (sessionId !== undefined) {
      if (this.#held.has(sessionId)) refuse('locked')
      else this.#grant(sessionId, request)
      return () => undefined
    }
    const stopTimer = this.options.ports.clock.setTimer(timeoutInMs, () => {
      this.#waiters.delete(waiter)
      refuse('timeout')
    })
    const waiter: Waiter = { request, stopTimer }
    this.#waiters.add(waiter)
    this.serveWaiters()
    return () => {
      stopTimer()
      this.#waiters.delete(waiter)
    }
  }

  serveWaiters(): void {
    for (const waiter of this.#waiters) {
      const sessionId = this.options.findReady((candidate) => !this.#held.has(candidate))
      if (sessionId === undefined) return
      this.#waiters.delete(waiter)
      waiter.stopTimer()
      this.#grant(sessionId, waiter.request)
    }
  }

  // Tells whether a session is held, by the link of that name if one is given.
  isHeld(sessionId: string, linkName: string | undefined): boolean {
    this.expire()
    const held = this.#held.get(sessionId)
    if (held === undefined) return false
    return linkName === undefined || held.consumer.name === linkName
  }

  // Gives the instant until which a held session's lock lasts.
  lockedUntil(sessionId: string): number | undefined {
    return this.#held.get(sessionId)?.untilInMs
  }

  // Prolongs the lock of a held session; gives the instant until which it lasts.
  renew(sessionId: string): number | undefined {
    const held = this.#held.get(sessionId)
    if (held === undefined) return undefined
    const untilInMs = this.options.ports.clock.nowInMs() + this.options.lockDurationInMs
    this.#lock(sessionId, { ...held, untilInMs })
    return untilInMs
  }

  // Gives a session back.
  free(consumer: Consumer): void {
    const { sessionId } = consumer
    if (sessionId === undefined) return
    if (this.#held.get(sessionId)?.consumer === consumer) this.#held.delete(sessionId)
  }

  getState(sessionId: string): Buffer | undefined {
    return this.#states.get(sessionId)
  }

  // Durable when it returns; undefined clears.
  setState(sessionId: string, state: Buffer | undefined): void {
    this.options.ports.journal.saveSessionState(this.options.path, sessionId, state)
    if (state === undefined) this.#states.delete(sessionId)
    else this.#states.set(sessionId, state)
  }

  // Ends the locks that have run out.
  expire(): void {
    const nowInMs = this.options.ports.clock.nowInMs()
    const expired = [...this.#held].filter(([, { untilInMs }]) => untilInMs <= nowInMs)
    for (const [sessionId] of expired) this.#held.delete(sessionId)
    for (const { untilInMs } of this.#held.values()) this.#timer.wakeBy(untilInMs)
    for (const [, { consumer }] of expired) this.options.onExpired(consumer)
  }

  stop(): void {
    this.#timer.stop()
    for (const { stopTimer } of this.#waiters) stopTimer()
  }

  #grant(sessionId: string, { grant }: SessionRequest): void {
    const untilInMs = this.options.ports.clock.nowInMs() + this.options.lockDurationInMs
    const consumer = grant(sessionId, untilInMs)
    this.#lock(sessionId, { consumer, untilInMs })
    this.options.onGranted(consumer)
  }

  #lock(sessionId: string, held: Held): void {
    this.#held.set(sessionId, held)
    this.#timer.wakeBy(held.untilInMs)
  }
}
