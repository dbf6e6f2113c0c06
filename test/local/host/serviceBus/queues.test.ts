import { app } from '@azure/functions'
import { expectNone, receiveOne, until } from '../../emulators/serviceBus/contract/support'
import { useBus } from './busHost'
import { makeGate, makeRecorder } from './handlers'

jest.setTimeout(30_000)

const ofQueue = makeRecorder()
const ofSlow = makeRecorder()
const ofClock = makeRecorder()
const ofTopic = makeRecorder()

const connection = 'BUS'
const { handler } = ofQueue
app.serviceBusQueue('one', { queueName: 'one', connection, handler })
app.serviceBusQueue('many', { queueName: 'many', connection, cardinality: 'many', handler })
app.serviceBusQueue('slow', { queueName: 'short', connection, handler: ofSlow.handler })
app.serviceBusQueue('clock', { queueName: 'clock', connection, handler: ofClock.handler })
app.serviceBusTopic('news', {
  topicName: 'news',
  subscriptionName: 'all',
  connection,
  handler: ofTopic.handler,
})

const bus = useBus({
  queues: [
    { name: 'one', maxDeliveryCount: 3 },
    { name: 'many' },
    { name: 'short', lockDuration: 'PT2S' },
    { name: 'clock' },
  ],
  topics: [{ name: 'news', subscriptions: [{ name: 'all' }] }],
})

const send = (queue: string, ...bodies: readonly unknown[]): Promise<void> =>
  bus()
    .client.createSender(queue)
    .sendMessages(bodies.map((body) => ({ body })))

beforeEach(() => {
  for (const recorder of [ofQueue, ofSlow, ofClock, ofTopic]) {
    recorder.runs.length = 0
    recorder.behave = () => undefined
  }
})

describe('a function on a queue', () => {
  it('gets each message once, which is gone when it has ended', async () => {
    const host = await bus().host(['one'])
    await send('one', 'a', 'b', 'c')
    await until(() => ofQueue.runs.length === 3)
    await host.stop()
    expect([...ofQueue.values()].sort()).toEqual(['a', 'b', 'c'])
    await expectNone(bus().client.createReceiver('one'))
  })

  it('gets a message again at once when it threw, until the broker counts it a dead letter', async () => {
    const host = await bus().host(['one'])
    ofQueue.behave = () => {
      throw new Error('no')
    }
    await send('one', 'bad')
    const letters = bus().client.createReceiver('one', { subQueueType: 'deadLetter' })
    const letter = await receiveOne(letters)
    await letters.completeMessage(letter)
    expect(letter).toMatchObject({ body: 'bad', deadLetterReason: 'MaxDeliveryCountExceeded' })
    expect(ofQueue.runs.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3])
    expect(host.lines.filter((line) => line.includes('Executed (Failed): Error: no'))).toHaveLength(
      3,
    )
  })

  it('completes what ended and abandons what threw, also where both end in one turn', async () => {
    const host = await bus().host(['one'])
    const gate = makeGate()
    ofQueue.behave = async (value, { metadata }) => {
      await gate.opened
      if (value === 'bad' && metadata['deliveryCount'] === 1) throw new Error('no')
    }
    await send('one', 'good', 'bad', 'good', 'bad')
    await until(() => ofQueue.runs.length === 4)
    gate.open()
    await until(() => ofQueue.runs.length === 6)
    await host.stop()
    expect(ofQueue.values().slice(4)).toEqual(['bad', 'bad'])
    await expectNone(bus().client.createReceiver('one'))
  })

  it('runs at most maxConcurrentCalls times at once', async () => {
    await bus().host(['one'], { maxConcurrentCalls: 2 })
    const gates = [makeGate(), makeGate(), makeGate()]
    ofQueue.behave = (value) => gates[Number(value)]?.opened
    await send('one', 0, 1, 2)
    await until(() => ofQueue.runs.length === 2)
    // What has no place is not even locked.
    const other = bus().client.createReceiver('one')
    const third = await receiveOne(other)
    expect([...ofQueue.values(), third.body].sort()).toEqual([0, 1, 2])
    await other.abandonMessage(third)
    gates[Number(ofQueue.values()[0])]?.open()
    await until(() => ofQueue.runs.length === 3)
    for (const gate of gates) gate.open()
    await until(() => ofQueue.runs.every(({ isOver }) => isOver))
  })

  it('has prefetchCount messages locked that wait for their place', async () => {
    await bus().host(['one'], { maxConcurrentCalls: 1, prefetchCount: 1 })
    const gate = makeGate()
    ofQueue.behave = () => gate.opened
    await send('one', 0, 1, 2)
    await until(() => ofQueue.runs.length === 1)
    const other = bus().client.createReceiver('one')
    const third = await receiveOne(other)
    await other.completeMessage(third)
    expect(third.body).toBe(2)
    await expectNone(other)
    gate.open()
    await until(() => ofQueue.runs.length === 2)
    expect(ofQueue.values()).toEqual([0, 1])
  })
})

describe('a function that takes longer than the lock', () => {
  // The broker's own time: a scheduled message says that a lock of 2 s would have run out.
  const outliveLock = async (): Promise<void> => {
    await send('short', 'long')
    await until(() => ofSlow.runs.length === 1)
    const due = new Date(Date.now() + 3000)
    await bus().client.createSender('clock').scheduleMessages({ body: 'due' }, due)
    await until(() => ofClock.runs.length === 1)
  }

  it('keeps its message, which is renewed meanwhile', async () => {
    const gate = makeGate()
    ofSlow.behave = () => gate.opened
    const host = await bus().host(['slow', 'clock'])
    await outliveLock()
    gate.open()
    await host.stop()
    expect(ofSlow.runs).toHaveLength(1)
    await expectNone(bus().client.createReceiver('short'))
    expect(host.lines).toEqual([])
  })

  it('loses it when maxAutoLockRenewalDuration has passed, and the log says so', async () => {
    const gate = makeGate()
    ofSlow.behave = (_, { metadata }) => (metadata['deliveryCount'] === 1 ? gate.opened : undefined)
    const host = await bus().host(['slow', 'clock'], { maxAutoLockRenewalDuration: '00:00:00' })
    await outliveLock()
    await until(() => ofSlow.runs.length === 2)
    gate.open()
    await host.stop()
    expect(ofSlow.runs[1]?.metadata['deliveryCount']).toBe(2)
    expect(host.lines.join()).toMatch(
      /^warning slow Message '\w+' of queue 'short' could not be given back, so it may come again: /,
    )
  })
})

describe('a function of cardinality many', () => {
  it('gets what is there as arrays, at most maxMessageBatchSize of them', async () => {
    await send('many', 1, 2, 3)
    const host = await bus().host(['many'], { maxMessageBatchSize: 2 })
    await until(() => ofQueue.runs.length === 2)
    await host.stop()
    expect(ofQueue.values()).toEqual([[1, 2], [3]])
    expect(ofQueue.runs[0]?.metadata).toMatchObject({
      deliveryCountArray: [1, 1],
      applicationPropertiesArray: [{}, {}],
    })
    await expectNone(bus().client.createReceiver('many'))
  })

  it('gets all of them again when it threw', async () => {
    await send('many', 1, 2)
    ofQueue.behave = () => {
      if (ofQueue.runs.length === 1) throw new Error('no')
    }
    const host = await bus().host(['many'])
    await until(() => ofQueue.values().flat().length >= 4)
    await host.stop()
    expect(ofQueue.values().flat()).toEqual([1, 2, 1, 2])
    await expectNone(bus().client.createReceiver('many'))
  })
})

describe('a function on a subscription', () => {
  it('gets the copies of its topic', async () => {
    await bus().host(['news'])
    await send('news', { headline: 'new' })
    await until(() => ofTopic.runs.length === 1)
    expect(ofTopic.values()).toEqual([{ headline: 'new' }])
  })
})
