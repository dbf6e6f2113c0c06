import type { Contract } from './support'
import { expectNone, receiveAll, receiveOne, useClient } from './support'

const topic = 'contract-topic'

/**
 * What a topic gives to its subscriptions.
 *
 * @param namespace - Under test.
 */
export const topics: Contract = (namespace) => {
  describe('topics', () => {
    const client = useClient(namespace)

    it('gives each subscription a copy of what all conditions of one of its rules let pass', async () => {
      const text = { contentType: 'text/plain' }
      await client()
        .createSender(topic)
        .sendMessages([
          { body: 'red', subject: 'red', sessionId: 's' },
          { body: 'seven', ...text, applicationProperties: { number: 7 }, sessionId: 's' },
          { body: 'text seven', ...text, applicationProperties: { number: '7' }, sessionId: 's' },
          { body: 'no type', applicationProperties: { number: 7 }, sessionId: 's' },
          { body: 'c1', correlationId: 'c1', subject: 'Red', sessionId: 's' },
        ])
      expect(await bodiesIn('all', 5)).toEqual(['red', 'seven', 'text seven', 'no type', 'c1'])
      expect(await bodiesIn('red', 1)).toEqual(['red'])
      expect(await bodiesIn('seven', 2)).toEqual(['seven', 'c1'])
      const session = await client().acceptSession(topic, 'sessions', 's')
      expect(await receiveAll(session, 5)).toHaveLength(5)
      await session.close()
    })

    it('completes in one subscription what stays in another', async () => {
      await client().createSender(topic).sendMessages({ body: 'x', subject: 'red', sessionId: 'x' })
      expect(await bodiesIn('red', 1)).toEqual(['x'])
      await expectNone(client().createReceiver(topic, 'red'))
      expect(await bodiesIn('all', 1)).toEqual(['x'])
    })

    it('brings a scheduled message to all, unless it was cancelled', async () => {
      const sender = client().createSender(topic)
      const at = new Date(Date.now() + 500)
      const [, second] = await sender.scheduleMessages(
        ['s1', 's2'].map((body) => ({ body, sessionId: 'later' })),
        at,
      )
      await sender.cancelScheduledMessages(second ?? [])
      expect(await bodiesIn('all', 1)).toEqual(['s1'])
      await expectNone(client().createReceiver(topic, 'all'))
    })

    it('dead-letters in a subscription with sessions what carries no session id', async () => {
      await client().createSender(topic).sendMessages({ body: 'nowhere' })
      const options = { subQueueType: 'deadLetter' as const }
      const deadLetters = client().createReceiver(topic, 'sessions', options)
      const dead = await receiveOne(deadLetters)
      expect(dead.body).toBe('nowhere')
      expect(dead.deadLetterReason).toMatch(/session id is null/i)
      await deadLetters.completeMessage(dead)
      expect(await bodiesIn('all', 1)).toEqual(['nowhere'])
    })

    async function bodiesIn(subscription: string, count: number): Promise<readonly unknown[]> {
      const receiver = client().createReceiver(topic, subscription)
      const received = await receiveAll(receiver, count)
      for (const message of received) await receiver.completeMessage(message)
      await receiver.close()
      return received.map(({ body }) => body as unknown)
    }
  })
}
