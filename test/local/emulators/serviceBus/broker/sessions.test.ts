import { accept, contentOf, idsOf, makeBed, makeConsumer, tokenOf } from './bed'

const complete = { kind: 'complete' } as const
const inSession = (sessionId: string, ...messageIds: readonly string[]) =>
  messageIds.map((messageId) => contentOf({ messageId, sessionId }))

describe('Sessions', () => {
  const withSessions = () => makeBed({ requiresSession: true })

  it('are held by one receiver at a time, which gets the messages of that session alone', () => {
    const { queue } = withSessions()
    queue.inbox.accept([...inSession('s', 'a'), ...inSession('t', 'x'), ...inSession('s', 'b')])
    const holder = accept(queue, 's')
    expect(idsOf(holder)).toEqual(['a', 'b'])
    expect(accept(queue, 's')).toBeUndefined()
    expect(idsOf(accept(queue))).toEqual(['x'])
    expect(accept(queue)).toBeUndefined()
  })

  it('give back what was not settled when the holder closes, uncounted', () => {
    const { queue } = withSessions()
    queue.inbox.accept(inSession('s', 'a', 'b'))
    const first = accept(queue, 's')
    if (first === undefined) throw new Error('Not granted.')
    queue.settle(tokenOf(first), complete)
    queue.detach(first)
    const second = accept(queue, 's')
    expect(idsOf(second)).toEqual(['b'])
    expect(second?.delivered[0]?.message.deliveryCount).toBe(0)
    expect(queue.settle(tokenOf(first, 1), complete)).toBe(false)
  })

  it('are lost with their lock: the holder is told, the delivery counts, and its locks are worth nothing', () => {
    const { queue, clock } = withSessions()
    queue.inbox.accept(inSession('s', 'a'))
    const first = accept(queue, 's')
    clock.advance(29_999)
    expect(first?.isLost).toBe(false)
    clock.advance(1)
    expect(first?.isLost).toBe(true)
    const second = accept(queue, 's')
    expect(second?.delivered[0]?.message.deliveryCount).toBe(1)
    expect(queue.settle(tokenOf(first), complete)).toBe(false)
    expect(queue.settle(tokenOf(second), complete)).toBe(true)
  })

  it('last as long as they are renewed', () => {
    const { queue, clock } = withSessions()
    const holder = accept(queue, 's')
    for (let round = 0; round < 5; round += 1) {
      clock.advance(20_000)
      expect(queue.sessions.renew('s')).toBe(clock.nowInMs() + 30_000)
    }
    expect(holder?.isLost).toBe(false)
    clock.advance(30_000)
    expect(queue.sessions.renew('s')).toBeUndefined()
  })

  it('are told apart by the link that holds them', () => {
    const { queue } = withSessions()
    const holder = accept(queue, 's')
    expect(queue.sessions.isHeld('s', holder?.name)).toBe(true)
    expect(queue.sessions.isHeld('s', 'another link')).toBe(false)
  })

  it('are not freed by a link that has lost them to another', () => {
    const { queue, clock } = withSessions()
    const first = accept(queue, 's')
    clock.advance(30_000)
    const second = accept(queue, 's')
    if (first === undefined || second === undefined) throw new Error('Not granted.')
    queue.detach(first)
    expect(accept(queue, 's')).toBeUndefined()
  })

  it('are served in turn, so that one that keeps failing does not starve the others', () => {
    const { queue } = withSessions()
    queue.inbox.accept([...inSession('bad', 'x'), ...inSession('good', 'y')])
    const bad = accept(queue)
    if (bad === undefined) throw new Error('Not granted.')
    expect(bad.sessionId).toBe('bad')
    queue.detach(bad)
    expect(accept(queue)?.sessionId).toBe('good')
  })

  it('are waited for until the timeout, and not granted to who has gone', () => {
    const { queue, clock } = withSessions()
    const heard: string[] = []
    const wait = (name: string, timeoutInMs: number) =>
      queue.acceptSession({
        sessionId: undefined,
        timeoutInMs,
        grant: (sessionId) => {
          heard.push(`${name} ${sessionId}`)
          return makeConsumer(1, sessionId)
        },
        refuse: (why) => {
          heard.push(`${name} ${why}`)
        },
      })
    wait('short', 1000)
    const cancel = wait('gone', 60_000)
    wait('long', 60_000)
    clock.advance(1000)
    cancel()
    queue.inbox.accept(inSession('s', 'a'))
    expect(heard).toEqual(['short timeout', 'long s'])
  })

  it('are not given for messages that have expired', () => {
    const { queue, clock } = withSessions()
    queue.inbox.accept([contentOf({ sessionId: 's', timeToLiveInMs: 1000 })])
    clock.advance(1000)
    expect(accept(queue)).toBeUndefined()
  })

  it('keep what was put off from receivers of other sessions', () => {
    const { queue } = withSessions()
    const sequences = queue.inbox.accept(inSession('s', 'a'))
    queue.settle(tokenOf(accept(queue, 's')), { kind: 'defer', properties: {} })
    accept(queue, 't')
    expect(queue.receiveDeferred({ sequences, removes: false, sessionId: 't' })).toBeUndefined()
    expect(queue.receiveDeferred({ sequences, removes: false, sessionId: 's' })).toHaveLength(1)
  })
})
