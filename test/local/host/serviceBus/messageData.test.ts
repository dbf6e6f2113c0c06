import { app } from '@azure/functions'
import { until } from '../../emulators/serviceBus/contract/support'
import type { Bus } from './busHost'
import { useBus } from './busHost'
import { makeRecorder } from './handlers'

jest.setTimeout(30_000)

const recorder = makeRecorder()
const { handler } = recorder
const connection = 'BUS'
app.serviceBusQueue('one', { queueName: 'one', connection, handler })
app.serviceBusQueue('many', { queueName: 'many', connection, cardinality: 'many', handler })

const bus = useBus({
  queues: [{ name: 'one' }, { name: 'many', defaultMessageTimeToLive: 'PT1H' }],
})

type Sendable = Parameters<ReturnType<Bus['client']['createSender']>['sendMessages']>[0]

beforeEach(() => {
  recorder.runs.length = 0
})

// Sends first, so that a batch is one.
async function run(name: string, messages: readonly Sendable[]): Promise<void> {
  const sender = bus().client.createSender(name)
  for (const message of messages) await sender.sendMessages(message)
  const host = await bus().host([name], { maxConcurrentCalls: 1 })
  await until(() => recorder.values().flat().length >= messages.length)
  await host.stop()
}

describe('a function gets a body', () => {
  it('parsed if it is JSON, else as text, else as bytes', async () => {
    const bytes = Buffer.from([0xff, 0x00])
    await run('one', [
      { body: { a: [1] } },
      { body: 'a text' },
      { body: 7 },
      { body: null },
      { body: Buffer.from('no JSON: €') },
      { body: Buffer.from('{"a": "JSON as bytes"}') },
      { body: bytes },
      { body: 'a value', bodyType: 'value' },
    ])
    expect(recorder.values()).toEqual([
      { a: [1] },
      'a text',
      7,
      null,
      'no JSON: €',
      { a: 'JSON as bytes' },
      bytes,
      'a value',
    ])
  })

  it('in an array of bytes as soon as one of a batch is no text', async () => {
    const bytes = Buffer.from([0xff, 0x00])
    await run('many', [{ body: Buffer.from('text') }, { body: bytes }])
    expect(recorder.values()).toEqual([[Buffer.from('text'), bytes]])
  })
})

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string
const instantOfZone = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/) as string

describe('a function gets as metadata', () => {
  it('all that the message says, by the names of the real host', async () => {
    const due = new Date('2026-01-05T12:00:00Z')
    await run('one', [
      {
        body: { price: 5, Currency: 'USD', messageId: 'of the body' },
        messageId: 'm-1',
        contentType: 'application/json',
        correlationId: 'c',
        subject: 's',
        replyTo: 'r',
        replyToSessionId: 'rs',
        to: 't',
        timeToLive: 60_000,
        partitionKey: 'p',
        applicationProperties: { Kind: 'quote', count: 3, isFirm: true, due },
      },
    ])
    const applicationProperties = { kind: 'quote', count: 3, isFirm: true, due: due.toISOString() }
    expect(recorder.runs[0]?.metadata).toEqual({
      messageId: 'm-1',
      deliveryCount: 1,
      sequenceNumber: expect.any(Number) as number,
      lockToken: expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/) as string,
      enqueuedTimeUtc: instant,
      enqueuedTime: instantOfZone,
      expiresAtUtc: instant,
      expiresAt: instantOfZone,
      contentType: 'application/json',
      correlationId: 'c',
      subject: 's',
      label: 's',
      replyTo: 'r',
      replyToSessionId: 'rs',
      to: 't',
      partitionKey: 'p',
      applicationProperties,
      userProperties: applicationProperties,
      price: 5,
      currency: 'USD',
    })
  })

  it('of a message that lives for ever the last instant that .NET can say', async () => {
    await run('one', [{ body: 'eternal' }])
    expect(recorder.runs[0]?.metadata).toMatchObject({ expiresAtUtc: '9999-12-31T23:59:59.999Z' })
    expect(recorder.runs[0]?.metadata).not.toHaveProperty('correlationId')
  })

  it('arrays for a batch, with null where a message does not say it', async () => {
    await run('many', [
      { body: 1, messageId: 'a', subject: 's', applicationProperties: { n: 1 } },
      { body: 2, messageId: 'b' },
    ])
    expect(recorder.runs[0]?.metadata).toMatchObject({
      messageIdArray: ['a', 'b'],
      subjectArray: ['s', null],
      deliveryCountArray: [1, 1],
      enqueuedTimeUtcArray: [instant, instant],
      applicationPropertiesArray: [{ n: 1 }, {}],
    })
    expect(recorder.runs[0]?.metadata).not.toHaveProperty('correlationIdArray')
  })
})
