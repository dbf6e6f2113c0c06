import fc from 'fast-check'
import type { Disposition } from '../../../../../local/emulators/serviceBus/broker/message'
import type { Queue } from '../../../../../local/emulators/serviceBus/broker/queue'
import type { Bed, TestConsumer } from './bed'
import { accept, contentOf, makeBed, makeConsumer } from './bed'

const SESSIONS = ['s', 't', 'u']
const LOCK_IN_MS = 30_000

const kinds = ['complete', 'abandon', 'defer', 'deadLetter'] as const
const step = fc.oneof(
  fc.record({ do: fc.constant('send' as const), session: fc.nat(2), delayInMs: fc.nat(40_000) }),
  fc.record({ do: fc.constant('open' as const), session: fc.nat(2) }),
  fc.record({ do: fc.constant('close' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('settle' as const), at: fc.nat(), kind: fc.constantFrom(...kinds) }),
  fc.record({ do: fc.constant('fetch' as const), at: fc.nat() }),
  fc.record({ do: fc.constant('wait' as const), inMs: fc.nat(2 * LOCK_IN_MS) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Does as the steps say, and keeps account beside the broker: what was sent, what was completed, who holds what. */
class Account {
  readonly sent = new Set<string>()
  readonly completed = new Set<string>()
  readonly consumers: TestConsumer[] = []
  /** Each lock ever given. */
  readonly locks: { readonly token: string; readonly id: string; readonly sequence: number }[] = []
  readonly deferred = new Map<string, number>()

  constructor(
    readonly bed: Bed,
    readonly hasSessions: boolean,
  ) {}

  get queue(): Queue {
    return this.bed.queue
  }

  take(given: Step): void {
    const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % (from.length || 1)]
    switch (given.do) {
      case 'send':
        this.#send(SESSIONS[given.session] ?? '', given.delayInMs)
        break
      case 'open':
        this.#open(SESSIONS[given.session] ?? '')
        break
      case 'close':
        this.#close(pick(this.consumers, given.at))
        break
      case 'settle':
        this.#settle(pick(this.locks, given.at), given.kind)
        break
      case 'fetch':
        this.#fetch(pick([...this.deferred], given.at))
        break
      case 'wait':
        this.bed.clock.advance(given.inMs)
    }
    this.#noteDeliveries()
  }

  #send(sessionId: string, delayInMs: number): void {
    const messageId = `m${String(this.sent.size)}`
    const scheduledForInMs = this.bed.clock.nowInMs() + delayInMs - 20_000
    this.queue.inbox.accept([contentOf({ messageId, sessionId, scheduledForInMs })])
    this.sent.add(messageId)
  }

  #open(sessionId: string): void {
    const consumer = this.hasSessions ? accept(this.queue, sessionId) : makeConsumer(2)
    if (consumer === undefined) return
    if (!this.hasSessions) this.queue.attach(consumer)
    this.consumers.push(consumer)
  }

  #close(consumer: TestConsumer | undefined): void {
    if (consumer !== undefined) this.queue.detach(consumer)
  }

  #settle(lock: Account['locks'][number] | undefined, kind: (typeof kinds)[number]): void {
    const disposition: Disposition =
      kind === 'deadLetter'
        ? { kind, reason: 'r', description: undefined, properties: {} }
        : { kind, properties: {} }
    if (lock === undefined || !this.queue.settle(lock.token, disposition)) return
    if (kind === 'complete') this.completed.add(lock.id)
    if (kind === 'defer') this.deferred.set(lock.id, lock.sequence)
  }

  #fetch(entry: readonly [string, number] | undefined): void {
    if (entry === undefined) return
    const sessionId = SESSIONS.find((id) => this.queue.sessions.isHeld(id, undefined))
    const request = { sequences: [entry[1]], removes: false, sessionId }
    for (const { lockToken, message } of this.queue.receiveDeferred(request) ?? []) {
      const { sequence } = message
      this.locks.push({ token: lockToken ?? '', id: entry[0], sequence })
    }
  }

  #noteDeliveries(): void {
    const all = this.consumers.flatMap(({ delivered }) => delivered)
    const known = new Set(this.locks.map(({ token }) => token))
    for (const { lockToken = '', message } of all) {
      if (known.has(lockToken)) continue
      const { sequence, content } = message
      this.locks.push({ token: lockToken, id: content.messageId, sequence })
    }
  }

  // Whatever was sent and not completed is in the queue or among its dead letters, once.
  held(): readonly string[] {
    const everything = { fromSequence: 0, count: Number.MAX_SAFE_INTEGER, sessionId: undefined }
    return [
      ...this.queue.peek(everything),
      ...(this.queue.deadLetters?.peek(everything) ?? []),
    ].map(({ content }) => content.messageId)
  }

  // Asks the broker which locks are alive, by renewing each: it may change when they end, but not who has them.
  liveLocks(): readonly string[] {
    return this.locks
      .filter(({ token }) => this.queue.renew([token]) !== undefined)
      .map(({ id }) => id)
  }
}

describe.each([
  ['without sessions', false],
  ['with sessions', true],
])('a queue %s, whatever happens to it', (_what, hasSessions) => {
  it('holds each message that was sent and not completed, once, and delivers it under one live lock at most', () => {
    let deliveries = 0
    let completions = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 80 }), (steps) => {
        const bed = makeBed({ requiresSession: hasSessions, maxDeliveryCount: 4 })
        const account = new Account(bed, hasSessions)
        for (const given of steps) {
          account.take(given)
          const missing = [...account.sent].filter((id) => !account.completed.has(id))
          expect([...account.held()].sort()).toEqual(missing.sort())
          const live = account.liveLocks()
          expect(new Set(live).size).toBe(live.length)
        }
        deliveries += account.locks.length
        completions += account.completed.size
      }),
      { numRuns: 300, seed: 20_261_126 },
    )
    // Lest the runs do nothing.
    expect(deliveries).toBeGreaterThan(500)
    expect(completions).toBeGreaterThan(50)
  })
})
