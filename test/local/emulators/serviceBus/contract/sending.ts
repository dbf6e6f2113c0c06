import type { Contract } from './support'
import { codeOf, expectNone, receiveAll, receiveOne, useClient } from './support'

const SOON_IN_MS = 3_000

/**
 * What sending does: sizes, types, schedules, duplicates, time to live, putting off, looking.
 *
 * @param namespace - Under test.
 */
export const sending: Contract = (namespace) => {
  describe('sending', () => {
    const client = useClient(namespace)

    it('tells the largest message, takes a full batch and refuses what is larger', async () => {
      const sender = client().createSender('contract-sizes')
      const receiver = client().createReceiver('contract-sizes')
      const batch = await sender.createMessageBatch()
      expect(batch.maxSizeInBytes).toBe(262_144)
      while (batch.tryAddMessage({ body: Buffer.alloc(10_000, 1) }));
      await sender.sendMessages(batch)
      const received = await receiveAll(receiver, batch.count)
      expect(received.every(({ body }) => Buffer.alloc(10_000, 1).equals(body as Buffer))).toBe(
        true,
      )
      await Promise.all(received.map((message) => receiver.completeMessage(message)))
      const tooLarge = sender.sendMessages({ body: Buffer.alloc(300_000) })
      expect(await codeOf(tooLarge)).toBe('MessageSizeExceeded')
      await expectNone(receiver)
    })

    it.each([
      ['text', { body: 'text' }],
      ['empty text', { body: '' }],
      ['null', { body: null }],
      ['a number', { body: 12.5 }],
      ['an object', { body: { a: [1, null, true], u: 'ünï' } }],
      ['bytes', { body: Buffer.from([0, 255, 1]) }],
      ['an AMQP value', { bodyType: 'value' as const, body: { k: '1' } }],
      ['an AMQP sequence', { bodyType: 'sequence' as const, body: [[1, 'two']] }],
    ])('hands over %s as it was sent', async (_what, sent) => {
      const receiver = client().createReceiver('contract-types')
      await client().createSender('contract-types').sendMessages(sent)
      const message = await receiveOne(receiver)
      expect(message.body).toEqual(sent.body)
      await receiver.completeMessage(message)
    })

    it('hands over every property, and its type', async () => {
      const receiver = client().createReceiver('contract-types', { skipConvertingDate: true })
      const properties = {
        ...{ contentType: 'application/json', to: 't', replyTo: 'rt', correlationId: 'c' },
        ...{ subject: 's', timeToLive: 60_000, messageId: 'm', partitionKey: 'p' },
      }
      const applicationProperties = {
        ...{ i: 1, negative: -5, float: 1.25, yes: true, text: 's', nothing: null },
        ...{ date: new Date(1e12), large: 2 ** 45 },
      }
      const sentAtInMs = Date.now()
      const sender = client().createSender('contract-types')
      await sender.sendMessages({ body: 'x', ...properties, applicationProperties })
      const message = await receiveOne(receiver)
      expect(message).toMatchObject(properties)
      expect(message.applicationProperties).toEqual(applicationProperties)
      expect(Math.abs(Number(message.enqueuedTimeUtc) - sentAtInMs)).toBeLessThan(60_000)
      expect(Number(message.expiresAtUtc) - Number(message.enqueuedTimeUtc)).toBe(60_000)
      await receiver.completeMessage(message)
    })

    it('drops a message whose id was seen within the window', async () => {
      const sender = client().createSender('contract-duplicates')
      const receiver = client().createReceiver('contract-duplicates')
      const messageId = `same-${String(Date.now())}`
      for (const body of [1, 2, 3]) await sender.sendMessages({ body, messageId })
      const message = await receiveOne(receiver)
      expect(message.body).toBe(1)
      await receiver.completeMessage(message)
      await sender.sendMessages({ body: 4, messageId })
      await expectNone(receiver)
    })

    it('brings a scheduled message at its time, not before, unless it was cancelled', async () => {
      const sender = client().createSender('contract-schedule')
      const receiver = client().createReceiver('contract-schedule')
      const atInMs = Date.now() + SOON_IN_MS
      const [first, second] = await sender.scheduleMessages(
        [{ body: 's1' }, { body: 's2' }],
        new Date(atInMs),
      )
      await sender.sendMessages({ body: 's3', scheduledEnqueueTimeUtc: new Date(atInMs + 1) })
      const states = (await receiver.peekMessages(10)).map(({ state }) => state)
      expect(states).toEqual(['scheduled', 'scheduled', 'scheduled'])
      if (second !== undefined) await sender.cancelScheduledMessages(second)
      await expectNone(receiver)
      const received = await receiveAll(receiver, 2)
      expect(Date.now()).toBeGreaterThanOrEqual(atInMs)
      expect(received.map(({ body }) => body as unknown)).toEqual(['s1', 's3'])
      // Enqueued when it was due, under a new number.
      expect(Number(received[0]?.sequenceNumber)).toBeGreaterThan(Number(first))
      for (const message of received) await receiver.completeMessage(message)
      const late = sender.cancelScheduledMessages(first ?? [])
      expect(await codeOf(late)).toBe('MessageNotFound')
    })

    it('dead-letters what nobody fetched in time, where the queue says so', async () => {
      const receiver = client().createReceiver('contract-expiry')
      const deadLetters = client().createReceiver('contract-expiry', { subQueueType: 'deadLetter' })
      await client().createSender('contract-expiry').sendMessages({ body: 'x', timeToLive: 100 })
      const dead = await receiveOne(deadLetters, 9000)
      expect(dead).toMatchObject({ body: 'x', deadLetterReason: 'TTLExpiredException' })
      await deadLetters.completeMessage(dead)
      await expectNone(receiver)
    })

    it('keeps a message that was put off for who asks for its number, and for nobody else', async () => {
      const receiver = client().createReceiver('contract-defer')
      await client().createSender('contract-defer').sendMessages({ body: 'later' })
      const message = await receiveOne(receiver)
      const number = message.sequenceNumber ?? []
      await receiver.deferMessage(message, { why: 'order' })
      await expectNone(receiver)
      const [seen] = await receiver.peekMessages(5)
      expect(seen?.state).toBe('deferred')
      const [deferred] = await receiver.receiveDeferredMessages(number)
      if (deferred === undefined) throw new Error('The deferred message did not come.')
      expect(deferred).toMatchObject({ body: 'later', applicationProperties: { why: 'order' } })
      await receiver.abandonMessage(deferred)
      const [again] = await receiver.receiveDeferredMessages(number)
      if (again === undefined) throw new Error('The abandoned message is not deferred any more.')
      expect(again.deliveryCount).toBe(1)
      await receiver.completeMessage(again)
      expect(await codeOf(receiver.receiveDeferredMessages(number))).toBe('MessageNotFound')
    })

    it('shows messages page by page, in their order, without locking them', async () => {
      const receiver = client().createReceiver('contract-peek')
      expect(await receiver.peekMessages(3)).toEqual([])
      const bodies = [1, 2, 3, 4]
      await client()
        .createSender('contract-peek')
        .sendMessages(bodies.map((body) => ({ body })))
      const pages = [await receiver.peekMessages(3), await receiver.peekMessages(3)]
      expect(pages.map((page) => page.map(({ body }) => body as unknown))).toEqual([[1, 2, 3], [4]])
      expect(pages[0]?.[0]?.lockToken).toBeUndefined()
      const received = await receiveAll(receiver, 4)
      for (const message of received) await receiver.completeMessage(message)
    })
  })
}
