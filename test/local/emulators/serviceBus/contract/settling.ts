import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import type { Contract } from './support'
import { codeOf, expectNone, receiveAll, receiveOne, until, useClient } from './support'

/**
 * What settling a message does.
 *
 * @param namespace - Under test.
 */
export const settling: Contract = (namespace) => {
  describe('settling', () => {
    const client = useClient(namespace)

    it('delivers in order, with a first delivery count of 0, and nothing twice once completed', async () => {
      const receiver = client().createReceiver('contract-complete')
      await client()
        .createSender('contract-complete')
        .sendMessages([{ body: 'a', messageId: '1' }, { body: { b: 2 } }])
      const [first, second] = await receiveAll(receiver, 2)
      expect(first).toMatchObject({ body: 'a', messageId: '1', deliveryCount: 0, state: 'active' })
      expect(second).toMatchObject({ body: { b: 2 }, deliveryCount: 0 })
      expect(Number(second?.sequenceNumber)).toBeGreaterThan(Number(first?.sequenceNumber))
      expect(Number(first?.lockedUntilUtc)).toBeGreaterThan(Date.now())
      for (const message of [first, second]) if (message) await receiver.completeMessage(message)
      await expectNone(receiver)
    })

    it('refuses to settle a message a second time', async () => {
      const receiver = client().createReceiver('contract-complete')
      await client().createSender('contract-complete').sendMessages({ body: 1 })
      const message = await receiveOne(receiver)
      await receiver.completeMessage(message)
      await expect(receiver.abandonMessage(message)).rejects.toThrow(/settled/)
    })

    it('serves an abandoned message again before later ones, counted and with its new properties', async () => {
      const receiver = client().createReceiver('contract-abandon')
      await client()
        .createSender('contract-abandon')
        .sendMessages([{ body: 'a' }, { body: 'b' }])
      await receiver.abandonMessage(await receiveOne(receiver), { tried: 1 })
      const again = await receiveOne(receiver)
      expect(again).toMatchObject({
        body: 'a',
        deliveryCount: 1,
        applicationProperties: { tried: 1 },
      })
      await receiver.completeMessage(again)
      const other = await receiveOne(receiver)
      expect(other).toMatchObject({ body: 'b', deliveryCount: 0 })
      await receiver.completeMessage(other)
    })

    it('dead-letters what was abandoned as often as the limit says, with reason MaxDeliveryCountExceeded', async () => {
      const receiver = client().createReceiver('contract-abandon')
      const deadLetters = client().createReceiver('contract-abandon', {
        subQueueType: 'deadLetter',
      })
      await client()
        .createSender('contract-abandon')
        .sendMessages({ body: 'bad', messageId: 'bad' })
      for (const deliveryCount of [0, 1, 2]) {
        const message = await receiveOne(receiver)
        expect(message.deliveryCount).toBe(deliveryCount)
        await receiver.abandonMessage(message)
      }
      const dead = await receiveOne(deadLetters)
      expect(dead).toMatchObject({
        messageId: 'bad',
        body: 'bad',
        deadLetterReason: 'MaxDeliveryCountExceeded',
      })
      await deadLetters.completeMessage(dead)
      await expectNone(receiver)
    })

    it('dead-letters on request, with reason, description and own properties beside those sent', async () => {
      const receiver = client().createReceiver('contract-reject')
      const deadLetters = client().createReceiver('contract-reject', { subQueueType: 'deadLetter' })
      await client()
        .createSender('contract-reject')
        .sendMessages({ body: { x: 1 }, applicationProperties: { kept: true } })
      await receiver.deadLetterMessage(await receiveOne(receiver), {
        deadLetterReason: 'Bad',
        deadLetterErrorDescription: 'schema ünfit',
        attempts: 4,
      })
      const dead = await receiveOne(deadLetters)
      expect(dead.body).toEqual({ x: 1 })
      expect(dead.applicationProperties).toEqual({
        kept: true,
        attempts: 4,
        DeadLetterReason: 'Bad',
        DeadLetterErrorDescription: 'schema ünfit',
      })
      await deadLetters.completeMessage(dead)
    })

    it('gives a message without an id one, without which the client cannot complete it', async () => {
      const receiver = client().createReceiver('contract-complete')
      await client().createSender('contract-complete').sendMessages({ body: 1 })
      const message = await receiveOne(receiver)
      expect(message.messageId).toMatch(/^[0-9a-f]{32}$/)
      await receiver.completeMessage(message)
    })

    it('deletes at delivery where the receiver asks for it', async () => {
      const receiver = client().createReceiver('contract-remove', {
        receiveMode: 'receiveAndDelete',
      })
      await client()
        .createSender('contract-remove')
        .sendMessages([{ body: 1 }, { body: 2 }])
      const received = await receiveAll(receiver, 2)
      expect(received.map(({ body }: ServiceBusReceivedMessage) => body as unknown)).toEqual([1, 2])
      await receiver.close()
      await expectNone(client().createReceiver('contract-remove'))
    })

    it('brings what a handler throws at back at once, up to the limit, and runs so many calls as asked', async () => {
      const receiver = client().createReceiver('contract-handler')
      const seen: unknown[] = []
      let running = 0
      let mostRunning = 0
      const subscription = receiver.subscribe(
        {
          processMessage: async ({ body }) => {
            running += 1
            mostRunning = Math.max(mostRunning, running)
            // The first wait until as many run as may.
            if (seen.length === 0) await until(() => running === 4 || seen.length > 0)
            running -= 1
            seen.push(body)
            if (body === 'bad') throw new Error('The handler fails.')
          },
          processError: async () => undefined,
        },
        { maxConcurrentCalls: 4 },
      )
      const sender = client().createSender('contract-handler')
      await sender.sendMessages(Array.from({ length: 12 }, (_, body) => ({ body })))
      await until(() => seen.length === 12)
      // Alone: rhea 3.0.5 writes two outcomes of one turn as one, so that the abandoned message would be completed.
      await sender.sendMessages({ body: 'bad' })
      await until(() => seen.length === 15)
      await subscription.close()
      expect(mostRunning).toBe(4)
      expect(seen.filter((body) => body === 'bad')).toHaveLength(3)
      const deadLetters = client().createReceiver('contract-handler', {
        subQueueType: 'deadLetter',
      })
      const dead = await receiveOne(deadLetters)
      expect(dead.body).toBe('bad')
      await deadLetters.completeMessage(dead)
    })

    it('tells that a lock is lost, once it ran out, and counts the delivery', async () => {
      const receiver = client().createReceiver('contract-lock', {
        maxAutoLockRenewalDurationInMs: 0,
      })
      await client().createSender('contract-lock').sendMessages({ body: 1 })
      const stale = await receiveOne(receiver)
      const again = await receiveOne(client().createReceiver('contract-lock'), 9000)
      expect(again.deliveryCount).toBe(1)
      expect(await codeOf(receiver.completeMessage(stale))).toBe('MessageLockLost')
      expect(await codeOf(receiver.renewMessageLock(stale))).toBe('MessageLockLost')
      await receiver.completeMessage(again)
    })

    it('keeps a message locked as long as its lock is renewed, by hand and by the client itself', async () => {
      const receiver = client().createReceiver('contract-renew')
      await client().createSender('contract-renew').sendMessages({ body: 1 })
      const message = await receiveOne(receiver)
      const firstUntil = Number(message.lockedUntilUtc)
      expect(Number(await receiver.renewMessageLock(message))).toBeGreaterThanOrEqual(firstUntil)
      // The client writes each new instant into the message.
      await until(() => Number(message.lockedUntilUtc) > firstUntil + 2000)
      await until(() => Date.now() > firstUntil + 200)
      await receiver.completeMessage(message)
      await expectNone(receiver)
    })
  })
}
