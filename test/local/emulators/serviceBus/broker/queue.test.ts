import { contentOf, idsOf, makeBed, makeConsumer, receive, tokenOf } from './bed'

const complete = { kind: 'complete' } as const
const abandon = { kind: 'abandon', properties: {} } as const
const ids = (...messageIds: readonly string[]) =>
  messageIds.map((messageId) => contentOf({ messageId }))

describe('Queue', () => {
  it('gives each of two receivers a message in turn', () => {
    const { queue } = makeBed()
    const [one, two] = [receive(queue, 9), receive(queue, 9)]
    queue.inbox.accept(ids('a', 'b', 'c', 'd'))
    expect([idsOf(one), idsOf(two)]).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ])
  })

  it('gives a receiver no more than it takes', () => {
    const { queue } = makeBed()
    queue.inbox.accept(ids('a', 'b'))
    const consumer = receive(queue, 1)
    expect(idsOf(consumer)).toEqual(['a'])
    consumer.room = 1
    queue.pump()
    expect(idsOf(consumer)).toEqual(['a', 'b'])
  })

  it('serves a message again only when its lock has run out, and settles it under the new lock alone', () => {
    const { queue, clock } = makeBed()
    queue.inbox.accept(ids('a'))
    const first = receive(queue, 1)
    const second = receive(queue, 1)
    clock.advance(29_999)
    expect(idsOf(second)).toEqual([])
    clock.advance(1)
    expect(second.delivered[0]?.message.deliveryCount).toBe(1)
    expect(queue.settle(tokenOf(first), complete)).toBe(false)
    expect(queue.settle(tokenOf(second), complete)).toBe(true)
    expect(queue.settle(tokenOf(second), complete)).toBe(false)
  })

  it('keeps a renewed lock, and renews none where one is lost', () => {
    const { queue, clock } = makeBed()
    queue.inbox.accept(ids('a', 'b'))
    const consumer = receive(queue, 2)
    clock.advance(20_000)
    expect(queue.renew([tokenOf(consumer)])).toBe(clock.nowInMs() + 30_000)
    clock.advance(20_000)
    expect(queue.renew([tokenOf(consumer), tokenOf(consumer, 1)])).toBeUndefined()
    expect(queue.settle(tokenOf(consumer), complete)).toBe(true)
  })

  it('leaves what a closed link had locked until the lock runs out', () => {
    const { queue, clock } = makeBed()
    queue.inbox.accept(ids('a'))
    const gone = receive(queue, 1)
    queue.detach(gone)
    const other = receive(queue, 1)
    expect(idsOf(other)).toEqual([])
    clock.advance(30_000)
    expect(idsOf(other)).toEqual(['a'])
    expect(gone.delivered).toHaveLength(1)
  })

  it('brings a message to the dead letters after as many failures as the limit says', () => {
    const { queue, clock } = makeBed({ maxDeliveryCount: 3 })
    queue.inbox.accept(ids('a'))
    const consumer = receive(queue, 9)
    expect(queue.settle(tokenOf(consumer, 0), abandon)).toBe(true)
    clock.advance(30_000) // the second fails by its lock
    expect(queue.settle(tokenOf(consumer, 2), abandon)).toBe(true)
    expect(idsOf(consumer)).toEqual(['a', 'a', 'a'])
    const [dead] =
      queue.deadLetters?.peek({ fromSequence: 0, count: 9, sessionId: undefined }) ?? []
    expect(dead?.content.properties['DeadLetterReason']).toBe('MaxDeliveryCountExceeded')
  })

  it('keeps dead letters for ever, whatever their time to live and however often they fail', () => {
    const { queue, clock } = makeBed({ maxDeliveryCount: 1, defaultMessageTimeToLiveInMs: 60_000 })
    const { deadLetters } = queue
    if (deadLetters === undefined) throw new Error('The queue has no dead letters.')
    queue.inbox.accept([contentOf({ timeToLiveInMs: 5000 })])
    queue.settle(tokenOf(receive(queue, 1)), abandon)
    clock.advance(365 * 86_400_000)
    const consumer = receive(deadLetters, 3)
    for (const index of [0, 1, 2]) deadLetters.settle(tokenOf(consumer, index), abandon)
    expect(deadLetters.peek({ fromSequence: 0, count: 9, sessionId: undefined })).toHaveLength(1)
  })

  it('delivers nothing that has expired, and ends it even when nobody receives', () => {
    const { queue, clock } = makeBed({ deadLetteringOnMessageExpiration: true })
    queue.inbox.accept([contentOf({ messageId: 'short', timeToLiveInMs: 1000 }), ...ids('long')])
    clock.advance(999)
    expect(queue.peek({ fromSequence: 0, count: 9, sessionId: undefined })).toHaveLength(2)
    clock.advance(1)
    const [dead] =
      queue.deadLetters?.peek({ fromSequence: 0, count: 9, sessionId: undefined }) ?? []
    expect(dead?.content).toMatchObject({
      messageId: 'short',
      properties: { DeadLetterReason: 'TTLExpiredException' },
    })
    expect(idsOf(receive(queue, 9))).toEqual(['long'])
  })

  it('takes the shorter of the time to live of message and queue', () => {
    const { queue, clock } = makeBed({ defaultMessageTimeToLiveInMs: 1000 })
    queue.inbox.accept([contentOf({ timeToLiveInMs: 9000 }), contentOf()])
    clock.advance(1000)
    expect(idsOf(receive(queue, 9))).toEqual([])
  })

  it('drops a duplicate within the window only, and remembers the first alone', () => {
    const { queue, clock } = makeBed({}, 60_000)
    queue.inbox.accept(ids('a'))
    clock.advance(59_999)
    queue.inbox.accept(ids('a', 'b'))
    const consumer = receive(queue, 9)
    expect(idsOf(consumer)).toEqual(['a', 'b'])
    clock.advance(1)
    queue.inbox.accept(ids('a', 'b'))
    expect(idsOf(consumer)).toEqual(['a', 'b', 'a'])
  })

  it('enqueues what was scheduled when it is due, behind what came before, and not what was cancelled', () => {
    const { queue, clock } = makeBed()
    const at = (messageId: string, inMs: number) =>
      contentOf({ messageId, scheduledForInMs: clock.nowInMs() + inMs })
    const sequences = queue.inbox.accept([at('late', 2000), at('soon', 1000), at('never', 1000)])
    expect(queue.inbox.cancel(sequences.slice(2))).toBe(true)
    expect(queue.inbox.cancel([sequences[0] ?? 0, sequences[2] ?? 0])).toBe(false)
    queue.inbox.accept(ids('now'))
    const consumer = receive(queue, 9)
    clock.advance(999)
    expect(idsOf(consumer)).toEqual(['now'])
    clock.advance(10_000)
    expect(idsOf(consumer)).toEqual(['now', 'soon', 'late'])
    expect(queue.inbox.cancel(sequences.slice(0, 1))).toBe(false)
  })

  it('gives deferred messages by number, all or none', () => {
    const { queue } = makeBed()
    const sequences = queue.inbox.accept(ids('a', 'b'))
    const consumer = receive(queue, 2)
    queue.settle(tokenOf(consumer), { kind: 'defer', properties: {} })
    const both = { sequences, removes: false, sessionId: undefined }
    expect(queue.receiveDeferred(both)).toBeUndefined()
    const [deferred] = queue.receiveDeferred({ ...both, sequences: sequences.slice(0, 1) }) ?? []
    expect(deferred?.message.content.messageId).toBe('a')
    expect(queue.settle(deferred?.lockToken ?? '', complete)).toBe(true)
  })

  it('keeps nothing of a message that is gone with its delivery', () => {
    const { queue } = makeBed()
    queue.inbox.accept(ids('a'))
    const consumer = makeConsumer(1, undefined, true)
    queue.attach(consumer)
    expect(consumer.delivered[0]?.lockToken).toBeUndefined()
    expect(queue.peek({ fromSequence: 0, count: 9, sessionId: undefined })).toEqual([])
  })
})
