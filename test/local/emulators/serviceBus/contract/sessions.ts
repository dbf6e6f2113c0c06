import type { Contract } from './support'
import { codeOf, expectNone, openClient, receiveAll, receiveOne, useClient } from './support'

/**
 * What a session is: one writer's ordered way, with a state.
 *
 * @param namespace - Under test.
 */
export const sessions: Contract = (namespace) => {
  describe('sessions', () => {
    const client = useClient(namespace)
    const queue = 'contract-sessions'
    const send = (sessionId: string, bodies: readonly unknown[], to = queue) =>
      client()
        .createSender(to)
        .sendMessages(bodies.map((body) => ({ sessionId, body })))

    it('gives its holder the messages of that session alone, in order, late ones too', async () => {
      await send('order', [1, 2])
      await send('other', [3])
      const session = await client().acceptSession(queue, 'order')
      expect(session.sessionId).toBe('order')
      expect(Number(session.sessionLockedUntilUtc)).toBeGreaterThan(Date.now())
      const first = await receiveAll(session, 2)
      await send('order', [4])
      const received = [...first, await receiveOne(session)]
      expect(received.map(({ body }) => body as unknown)).toEqual([1, 2, 4])
      for (const message of received) await session.completeMessage(message)
      await session.close()
      const other = await client().acceptSession(queue, 'other')
      await other.completeMessage(await receiveOne(other))
      await other.close()
    })

    it('refuses a second holder at once, and lets one in when the first has closed', async () => {
      await send('held', [1])
      const first = await client().acceptSession(queue, 'held')
      const begunInMs = Date.now()
      const second = client().acceptSession(queue, 'held')
      expect(await codeOf(second)).toBe('SessionCannotBeLocked')
      expect(Date.now() - begunInMs).toBeLessThan(2000)
      await first.close()
      const third = await client().acceptSession(queue, 'held')
      await third.completeMessage(await receiveOne(third))
      await third.close()
    })

    it('gives back, uncounted and in order, what its holder had not settled when it closed', async () => {
      await send('back', [1, 2, 3])
      const first = await client().acceptSession(queue, 'back')
      const [one] = await receiveAll(first, 3)
      if (one !== undefined) await first.completeMessage(one)
      await first.close()
      const second = await client().acceptSession(queue, 'back')
      const again = await receiveAll(second, 2)
      expect(again.map(({ body, deliveryCount }) => [body, deliveryCount] as unknown)).toEqual([
        [2, 0],
        [3, 0],
      ])
      for (const message of again) await second.completeMessage(message)
      await second.close()
    })

    it('gives the next session that has messages and that nobody holds, waiting for one if need be', async () => {
      await send('n1', [1], 'contract-next')
      await send('n2', [2], 'contract-next')
      const first = await client().acceptNextSession('contract-next')
      const second = await client().acceptNextSession('contract-next')
      expect([first.sessionId, second.sessionId].sort()).toEqual(['n1', 'n2'])
      const third = client().acceptNextSession('contract-next')
      await send('n3', [3], 'contract-next')
      const sessions = [first, second, await third]
      expect(sessions[2]?.sessionId).toBe('n3')
      for (const session of sessions) {
        await session.completeMessage(await receiveOne(session))
        await session.close()
      }
    })

    it('ends the wait for a session when none comes in time', async () => {
      expect(await codeOf(client().acceptNextSession('contract-next'))).toBe('ServiceTimeout')
    })

    it('keeps its state after its messages are gone, until it is cleared', async () => {
      const first = await client().acceptSession(queue, 'state')
      expect(await first.getSessionState()).toBeNull()
      await first.setSessionState({ step: 3 })
      await first.close()
      const second = await client().acceptSession(queue, 'state')
      expect(await second.getSessionState()).toEqual({ step: 3 })
      await second.setSessionState(null)
      expect(await second.getSessionState()).toBeNull()
      await second.close()
    })

    it('keeps what was put off within it', async () => {
      await send('put-off', ['later'])
      const session = await client().acceptSession(queue, 'put-off')
      const message = await receiveOne(session)
      await session.deferMessage(message)
      await expectNone(session)
      const [deferred] = await session.receiveDeferredMessages(message.sequenceNumber ?? [])
      expect(deferred?.body).toBe('later')
      if (deferred !== undefined) await session.completeMessage(deferred)
      await session.close()
    })

    it('is lost when its lock runs out: nothing can be settled, the delivery counts, another goes on', async () => {
      const lost = 'contract-session-lock'
      await send('lost', [1], lost)
      const first = await client().acceptSession(lost, 'lost', {
        maxAutoLockRenewalDurationInMs: 0,
      })
      const stale = await receiveOne(first)
      const other = openClient(namespace())
      try {
        // Waits until the lock has run out; a longer wait than the others.
        const second = await acceptWhenFree(() => other.acceptSession(lost, 'lost'))
        expect(await codeOf(first.completeMessage(stale))).toBe('SessionLockLost')
        expect(await codeOf(first.setSessionState('stale'))).toBe('SessionLockLost')
        expect(await codeOf(first.renewSessionLock())).toBe('SessionLockLost')
        const again = await receiveOne(second)
        expect(again.deliveryCount).toBe(1)
        expect(await second.getSessionState()).toBeNull()
        await second.completeMessage(again)
        await second.close()
      } finally {
        await other.close()
      }
    })

    it('lasts as long as it is renewed', async () => {
      const session = await client().acceptSession(queue, 'renewed')
      const before = Number(session.sessionLockedUntilUtc)
      expect(Number(await session.renewSessionLock())).toBeGreaterThanOrEqual(before)
      await session.close()
    })

    it('is asked for by who receives, and named by who sends, where the queue has sessions', async () => {
      const plain = client().createReceiver(queue)
      await expect(plain.receiveMessages(1, { maxWaitTimeInMs: 300 })).rejects.toThrow(/sessions/)
      await expect(client().createSender(queue).sendMessages({ body: 1 })).rejects.toThrow(
        /SessionId was not set/,
      )
      const mixed = client()
        .createSender(queue)
        .sendMessages([{ body: 1, sessionId: 'mixed' }, { body: 2 }])
      await expect(mixed).rejects.toThrow(/SessionId was not set/)
      const session = await client().acceptSession(queue, 'mixed')
      await expectNone(session)
      await session.close()
    })

    it('cannot be had where the queue has none', async () => {
      await expect(client().acceptSession('contract-complete', 'x')).rejects.toThrow(/session/)
    })
  })
}

async function acceptWhenFree<T>(accept: () => Promise<T>): Promise<T> {
  const endInMs = Date.now() + 12_000
  for (;;) {
    try {
      return await accept()
    } catch (error) {
      const { code } = error as { readonly code?: unknown }
      if (code !== 'SessionCannotBeLocked' || Date.now() > endInMs) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, 100)
      })
    }
  }
}
