import type { Contract } from './support'
import { codeOf, openClient, receiveAll, receiveOne, useClient } from './support'

/**
 * What must hold of links: who is let in, and that none stands still.
 *
 * @param namespace - Under test.
 */
export const links: Contract = (namespace) => {
  describe('links', () => {
    const client = useClient(namespace)

    it('refuses whoever has another key, to send, to receive and to manage', async () => {
      const forged = namespace().replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=b3RoZXI=')
      const stranger = openClient(forged)
      const sender = stranger.createSender('contract-complete')
      const receiver = stranger.createReceiver('contract-complete')
      expect(await codeOf(sender.sendMessages({ body: 1 }))).toBe('UnauthorizedAccess')
      const receiving = receiver.receiveMessages(1, { maxWaitTimeInMs: 300 })
      expect(await codeOf(receiving)).toBe('UnauthorizedAccess')
      expect(await codeOf(receiver.peekMessages(1))).toBe('UnauthorizedAccess')
      await stranger.close()
    })

    it('refuses whoever names another key', async () => {
      const forged = namespace().replace(/SharedAccessKeyName=[^;]+/, 'SharedAccessKeyName=Other')
      const stranger = openClient(forged)
      const sending = stranger.createSender('contract-complete').sendMessages({ body: 1 })
      expect(await codeOf(sending)).toBe('UnauthorizedAccess')
      await stranger.close()
    })

    it('tells that an entity is not there', async () => {
      const sending = client().createSender('contract-nowhere').sendMessages({ body: 1 })
      expect(await codeOf(sending)).toBe('MessagingEntityNotFound')
      const receiver = client().createReceiver('contract-nowhere')
      const receiving = receiver.receiveMessages(1, { maxWaitTimeInMs: 300 })
      expect(await codeOf(receiving)).toBe('MessagingEntityNotFound')
      const subscription = client().createReceiver('contract-topic', 'nowhere')
      const missing = subscription.receiveMessages(1, { maxWaitTimeInMs: 300 })
      expect(await codeOf(missing)).toBe('MessagingEntityNotFound')
    })

    it('carries more messages over one link than a session of AMQP keeps unsettled', async () => {
      const count = 3000
      const sender = client().createSender('contract-many')
      const receiver = client().createReceiver('contract-many')
      for (let sent = 0; sent < count; sent += 500) {
        const bodies = Array.from({ length: 500 }, (_, index) => sent + index)
        await sender.sendMessages(bodies.map((body) => ({ body })))
      }
      const seen = new Set<unknown>()
      while (seen.size < count) {
        const received = await receiveAll(receiver, 500)
        await Promise.all(received.map((message) => receiver.completeMessage(message)))
        for (const { body } of received) seen.add(body)
      }
      expect(seen.size).toBe(count)
    })

    it('ends a receive on an empty queue in time, every time, and goes on with the same link', async () => {
      const sender = client().createSender('contract-drain')
      const receiver = client().createReceiver('contract-drain')
      for (let round = 0; round < 30; round += 1) {
        // Sent while the wait ends, so that the last credit is spent in the moment of the drain.
        const sending = new Promise((resolve) => {
          setTimeout(resolve, 45 + (round % 5) * 3)
        }).then(() => sender.sendMessages({ body: round }))
        const received = [...(await receiver.receiveMessages(1, { maxWaitTimeInMs: 50 }))]
        await sending
        if (received.length === 0) received.push(await receiveOne(receiver))
        for (const message of received) {
          expect(message.body).toBe(round)
          await receiver.completeMessage(message)
        }
      }
    })

    it('shares messages among receivers, each to one', async () => {
      const sender = client().createSender('contract-drain')
      const receivers = [0, 1].map(() => client().createReceiver('contract-drain'))
      const waiting = receivers.map((receiver) => receiveOne(receiver))
      await sender.sendMessages([{ body: 'a' }, { body: 'b' }])
      const received = await Promise.all(waiting)
      expect(received.map(({ body }) => body as unknown).sort()).toEqual(['a', 'b'])
      for (const [index, message] of received.entries()) {
        await receivers[index]?.completeMessage(message)
      }
    })
  })
}
