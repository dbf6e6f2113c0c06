import { app } from '@azure/functions'
import { codeOf, receiveOne, until } from '../../emulators/serviceBus/contract/support'
import { useBus } from './busHost'
import { makeGate, makeRecorder } from './handlers'

jest.setTimeout(30_000)

const recorder = makeRecorder()
const ofClock = makeRecorder()

const connection = 'BUS'
const isSessionsEnabled = true
const { handler } = recorder
app.serviceBusQueue('lanes', { queueName: 'lanes', connection, isSessionsEnabled, handler })
app.serviceBusQueue('short', { queueName: 'short', connection, isSessionsEnabled, handler })
app.serviceBusQueue('batches', {
  queueName: 'lanes',
  connection,
  isSessionsEnabled,
  cardinality: 'many',
  handler,
})
app.serviceBusTopic('topic', {
  topicName: 'news',
  subscriptionName: 'inOrder',
  connection,
  isSessionsEnabled,
  handler,
})
app.serviceBusQueue('clock', { queueName: 'clock', connection, handler: ofClock.handler })

const bus = useBus({
  queues: [
    { name: 'lanes', requiresSession: true, maxDeliveryCount: 3 },
    { name: 'short', requiresSession: true, lockDuration: 'PT2S' },
    { name: 'clock' },
  ],
  topics: [{ name: 'news', subscriptions: [{ name: 'inOrder', requiresSession: true }] }],
})

const send = (sessionId: string, ...bodies: readonly unknown[]): Promise<void> =>
  sendTo('lanes', sessionId, ...bodies)

const sendTo = (entity: string, sessionId: string, ...bodies: readonly unknown[]): Promise<void> =>
  bus()
    .client.createSender(entity)
    .sendMessages(bodies.map((body) => ({ body, sessionId })))

const valuesOf = (sessionId: string): readonly unknown[] =>
  recorder.runs
    .filter(({ metadata }) => metadata['sessionId'] === sessionId)
    .map((run) => run.value)

// The broker's own time, of which a scheduled message tells.
const tellTime = async (delayInMs: number): Promise<void> => {
  const due = new Date(Date.now() + delayInMs)
  await bus().client.createSender('clock').scheduleMessages({ body: 'due' }, due)
  await until(() => ofClock.runs.length === 1)
}

beforeEach(() => {
  for (const each of [recorder, ofClock]) {
    each.runs.length = 0
    each.behave = () => undefined
  }
})

describe('a function with sessions', () => {
  it('gets the messages of a session in order and one at a time', async () => {
    const host = await bus().host(['lanes'])
    const overlaps: unknown[] = []
    recorder.behave = async (value, run) => {
      if (recorder.runs.some((each) => each !== run && !each.isOver)) overlaps.push(value)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const numbers = Array.from({ length: 30 }, (_, index) => index)
    await send('a', ...numbers)
    await until(() => recorder.runs.length === 30)
    await host.stop()
    expect(valuesOf('a')).toEqual(numbers)
    expect(overlaps).toEqual([])
  })

  it('serves another session while one is slow', async () => {
    await bus().host(['lanes'])
    const gate = makeGate()
    recorder.behave = (value) => (value === 'slow' ? gate.opened : undefined)
    await send('a', 'slow', 'after')
    await until(() => recorder.runs.length === 1)
    await send('b', 1, 2, 3)
    await until(() => recorder.runs.length === 4)
    expect([valuesOf('a'), valuesOf('b')]).toEqual([['slow'], [1, 2, 3]])
    gate.open()
    await until(() => valuesOf('a').length === 2)
  })

  it('serves maxConcurrentSessions at once, and the next when one was empty for sessionIdleTimeout', async () => {
    await bus().host(['lanes'], { maxConcurrentSessions: 1, sessionIdleTimeout: '00:00:01' })
    const gate = makeGate()
    recorder.behave = () => gate.opened
    await send('a', 1)
    await until(() => recorder.runs.length === 1)
    await send('b', 2)
    // Nobody has b: another client may.
    const other = await bus().client.acceptSession('lanes', 'b')
    await other.close()
    gate.open()
    await until(() => recorder.runs.length === 2)
    expect(valuesOf('b')).toEqual([2])
  })

  it('holds a session that is empty until sessionIdleTimeout', async () => {
    await bus().host(['lanes', 'clock'], { sessionIdleTimeout: '00:00:20' })
    await send('a', 1)
    await until(() => recorder.runs.some(({ isOver }) => isOver))
    await tellTime(1500)
    expect(await codeOf(bus().client.acceptSession('lanes', 'a'))).toBe('SessionCannotBeLocked')
    await send('a', 2)
    await until(() => recorder.runs.length === 2)
  })

  it('gets what it threw at before what comes after it, until it is a dead letter', async () => {
    await bus().host(['lanes'], { prefetchCount: 10 })
    recorder.behave = (value) => {
      if (value === 'bad') throw new Error('no')
    }
    await send('a', 'bad', 'good')
    await until(() => recorder.runs.length === 4)
    expect(valuesOf('a')).toEqual(['bad', 'bad', 'bad', 'good'])
    const letters = bus().client.createReceiver('lanes', { subQueueType: 'deadLetter' })
    const letter = await receiveOne(letters)
    await letters.completeMessage(letter)
    expect(letter).toMatchObject({ body: 'bad', deadLetterReason: 'MaxDeliveryCountExceeded' })
  })

  it('keeps a session for longer than its lock, which is renewed', async () => {
    const host = await bus().host(['short', 'clock'])
    const gate = makeGate()
    recorder.behave = () => gate.opened
    await sendTo('short', 'a', 1, 2)
    await until(() => recorder.runs.length === 1)
    await tellTime(3000)
    gate.open()
    await until(() => recorder.runs.length === 2)
    await host.stop()
    expect(recorder.runs.map(({ value, metadata }) => [value, metadata['deliveryCount']])).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect(host.lines).toEqual([])
  })

  it('gets batches of one session each, with cardinality many', async () => {
    await send('a', 1, 2)
    await send('b', 3)
    const host = await bus().host(['batches'], { sessionIdleTimeout: '00:00:01' })
    await until(() => recorder.runs.length === 2)
    await host.stop()
    expect(recorder.values()).toEqual([[1, 2], [3]])
    expect(recorder.runs[0]?.metadata['sessionIdArray']).toEqual(['a', 'a'])
  })

  it('serves a subscription likewise', async () => {
    await bus().host(['topic'])
    await sendTo('news', 'a', 1, 2)
    await until(() => recorder.runs.length === 2)
    expect(valuesOf('a')).toEqual([1, 2])
  })
})
