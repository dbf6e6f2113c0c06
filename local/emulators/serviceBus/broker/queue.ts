import type { EntityLimits } from '../../../../shared/bus/topology'
import { Backlog } from './backlog'
import { Consumers } from './consumers'
import { Inbox } from './inbox'
import type { Delivery, Disposition, Message } from './message'
import { MessageLocks } from './messageLocks'
import type { BrokerPorts, Consumer } from './ports'
import type { SessionRequest } from './sessions'
import { Sessions } from './sessions'

/** What a queue is made of. */
export type QueueOptions = {
  readonly path: string
  readonly limits: EntityLimits
  readonly ports: BrokerPorts
  readonly duplicateWindowInMs: number
  /** Where messages go that nobody could process; undefined for the queue of dead letters, which keeps all. */
  readonly deadLetters: Queue | undefined
}

/** How deferred messages are asked for. */
export type DeferredRequest = {
  readonly sequences: readonly number[]
  readonly removes: boolean
  /** Undefined on a queue without sessions. */
  readonly sessionId: string | undefined
}

/** What of a queue is looked at. */
export type PeekRequest = {
  readonly fromSequence: number
  readonly count: number
  /** Undefined for all. */
  readonly sessionId: string | undefined
}

const SESSION_ID_IS_NULL = {
  DeadLetterReason: 'Session ID is null.',
  DeadLetterErrorDescription:
    "Session enabled entity doesn't allow a message whose session identifier is null.",
}

/** A queue, a subscription, or the dead letters of one. */
export class Queue {
  readonly path: string
  readonly limits: EntityLimits
  readonly deadLetters: Queue | undefined
  readonly sessions: Sessions
  readonly inbox: Inbox
  readonly #backlog: Backlog
  readonly #locks: MessageLocks
  readonly #consumers = new Consumers((consumer) => this.#serve(consumer))

  constructor(options: QueueOptions) {
    const { path, limits, ports, duplicateWindowInMs, deadLetters } = options
    this.path = path
    this.limits = limits
    this.deadLetters = deadLetters
    this.#backlog = openBacklog(options, () => {
      this.pump()
    })
    this.#locks = new MessageLocks({
      clock: ports.clock,
      durationInMs: limits.lockDurationInMs,
      newToken: ports.newToken,
      onExpired: (message) => {
        this.#backlog.fail([message])
      },
    })
    const admit = (message: Message) => this.admit(message)
    this.inbox = new Inbox({ path, ports, duplicateWindowInMs, admit })
    this.sessions = this.#openSessions(options)
    const stored = ports.journal.load(path)
    this.inbox.restore(stored)
    this.sessions.restoreStates(stored.sessionStates)
    this.#backlog.restore(stored)
  }

  // Journals a message as active; returns what shows it to receivers, to be called once that is durable.
  admit(message: Message): () => void {
    const { deadLetters } = this
    const hasPlace = !this.limits.requiresSession || message.content.sessionId !== undefined
    if (hasPlace || deadLetters === undefined) return this.#backlog.admit(message)
    // It came over a topic; a queue's sender is refused.
    return deadLetters.admit({
      ...this.#backlog.amend(message, SESSION_ID_IS_NULL),
      sequence: deadLetters.inbox.takeSequence(),
    })
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer)
    this.pump()
  }

  // Ends a link: what it holds of a session goes back at once, uncounted; other locks last until they run out.
  detach(consumer: Consumer): void {
    if (!this.#consumers.remove(consumer) || consumer.sessionId === undefined) return
    this.sessions.free(consumer)
    this.#backlog.moveToBack(consumer.sessionId)
    this.#backlog.giveBack(this.#takeLocksOf(consumer.sessionId))
  }

  // Asks for a session; returns what takes the request back.
  acceptSession(request: SessionRequest): () => void {
    return this.sessions.request(request)
  }

  // Delivers as much as receivers take.
  pump(): void {
    this.sessions.serveWaiters()
    this.#consumers.serve()
  }

  // Does as a receiver says, durably; false when its lock is lost.
  settle(token: string, disposition: Disposition): boolean {
    if (this.limits.requiresSession) this.sessions.expire()
    const lock = this.#locks.take(token)
    if (lock === undefined) return false
    this.#apply(lock.message, disposition)
    return true
  }

  // Prolongs locks, all or none; gives the instant until which they hold, undefined when one is lost.
  renew(tokens: readonly string[]): number | undefined {
    return this.#locks.renew(tokens)
  }

  // Delivers deferred messages, all or none; undefined when one is not there.
  receiveDeferred(request: DeferredRequest): readonly Delivery[] | undefined {
    const { sequences, removes, sessionId } = request
    const messages = this.#backlog.takeDeferred(
      sequences,
      ({ content }) => !this.limits.requiresSession || content.sessionId === sessionId,
    )
    if (removes) this.#backlog.removeAll(messages ?? [])
    return messages?.map((message) => (removes ? bare(message) : this.#lock(message)))
  }

  // Shows messages without locking them, in their order.
  peek({ fromSequence, count, sessionId }: PeekRequest): readonly Message[] {
    return [...this.#backlog.messages(), ...this.#locks.messages(), ...this.inbox.scheduled()]
      .filter(({ sequence }) => sequence >= fromSequence)
      .filter(({ content }) => sessionId === undefined || content.sessionId === sessionId)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, count)
  }

  // Ends every timer.
  stop(): void {
    this.inbox.stop()
    this.sessions.stop()
    this.#locks.stop()
    this.#backlog.stop()
    this.deadLetters?.stop()
  }

  #openSessions({ path, limits, ports }: QueueOptions): Sessions {
    return new Sessions({
      path,
      ports,
      lockDurationInMs: limits.lockDurationInMs,
      findReady: (isFree) => this.#backlog.findSession(isFree),
      onGranted: (consumer) => {
        this.#consumers.add(consumer)
        this.#consumers.serve()
      },
      onExpired: (consumer) => {
        this.#consumers.remove(consumer)
        consumer.onSessionLost()
        this.#backlog.fail(this.#takeLocksOf(consumer.sessionId))
      },
    })
  }

  #takeLocksOf(sessionId: string | undefined): readonly Message[] {
    return this.#locks.takeWhere(({ message }) => message.content.sessionId === sessionId)
  }

  #serve(consumer: Consumer): boolean {
    const message = this.#backlog.next(consumer.sessionId)
    if (message === undefined) return false
    if (consumer.removesOnDelivery) this.#backlog.removeAll([message])
    consumer.deliver(consumer.removesOnDelivery ? bare(message) : this.#lock(message))
    return true
  }

  #lock(message: Message): Delivery {
    const { sessionId } = message.content
    const isInSession = this.limits.requiresSession
    const { token, untilInMs } = this.#locks.add(message, isInSession)
    const sessionUntilInMs =
      isInSession && sessionId !== undefined ? this.sessions.lockedUntil(sessionId) : undefined
    return { message, lockToken: token, lockedUntilInMs: sessionUntilInMs ?? untilInMs }
  }

  #apply(message: Message, disposition: Disposition): void {
    switch (disposition.kind) {
      case 'complete':
        this.#backlog.removeAll([message])
        return
      case 'abandon':
        this.#backlog.fail([this.#backlog.amend(message, disposition.properties)])
        return
      case 'defer':
        this.#backlog.defer(this.#backlog.amend(message, disposition.properties))
        return
      case 'deadLetter':
        this.#backlog.deadLetter(message, {
          ...disposition.properties,
          DeadLetterReason: disposition.reason,
          DeadLetterErrorDescription: disposition.description,
        })
    }
  }
}

function openBacklog(options: QueueOptions, onReady: () => void): Backlog {
  const { path, limits, ports, deadLetters } = options
  return new Backlog({
    path,
    limits,
    ports,
    onReady,
    deadLetters:
      deadLetters === undefined
        ? undefined
        : {
            takeSequence: () => deadLetters.inbox.takeSequence(),
            admit: (message) => deadLetters.admit(message),
          },
  })
}

function bare(message: Message): Delivery {
  return { message, lockToken: undefined, lockedUntilInMs: undefined }
}
