import type { Binding, RegisteredFunction } from '../../../../local/host/registry'
import type { ServiceBusSettings } from '../../../../local/host/serviceBus/settings'
import { readServiceBusSettings } from '../../../../local/host/serviceBus/settings'
import { readTrigger } from '../../../../local/host/serviceBus/trigger'
import { thrownBy } from '../../../support/thrownBy'

const KEY = 'c2VjcmV0LWtleQ=='
const CONNECTION = `Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=N;SharedAccessKey=${KEY};UseDevelopmentEmulator=true;`

const settings: ServiceBusSettings = readServiceBusSettings({}, () => undefined)

function registered(options: Readonly<Record<string, unknown>>): RegisteredFunction {
  const trigger: Binding = { type: 'serviceBusTrigger', connection: 'BUS', ...options }
  return {
    id: 'f',
    metadata: { name: 'f', bindings: { serviceBusTrigger1: trigger } },
    callback: () => undefined,
  }
}

const read = (options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv = {}) =>
  readTrigger(registered(options), { settings, env: { BUS: CONNECTION, ...env } })

const faultOf = (options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv = {}): string =>
  String(thrownBy(() => read(options, env)))

describe('readTrigger', () => {
  it('reads a queue, and one message at a time by default', () => {
    expect(read({ queueName: 'q' })).toMatchObject({
      entity: { queue: 'q' },
      entityName: "queue 'q'",
      connection: CONNECTION,
      isSessionsEnabled: false,
      isBatched: false,
    })
  })

  it('reads a subscription, with sessions and batches', () => {
    const options = { topicName: 't', subscriptionName: 's', cardinality: 'Many' }
    expect(read({ ...options, isSessionsEnabled: true })).toMatchObject({
      entity: { topic: 't', subscription: 's' },
      entityName: "subscription 's' of topic 't'",
      isSessionsEnabled: true,
      isBatched: true,
    })
  })

  it.each([
    ['', { AzureWebJobsServiceBus: CONNECTION }],
    ['OTHER', { AzureWebJobsOTHER: CONNECTION, OTHER: 'not this' }],
    ['OTHER', { OTHER: CONNECTION }],
    ['OTHER', { OTHER: 'Endpoint=sb://h/;SharedAccessSignature=SharedAccessSignature sr=a&sig=b' }],
  ])('finds the connection %j where the real host does', (connection, env) => {
    const found = Object.values(env)[0]
    expect(read({ queueName: 'q', connection }, env).connection).toBe(found)
  })

  it.each([[{}], [{ queueName: '' }], [{ topicName: 't' }]])(
    'refuses %j, which names no entity',
    (options) => {
      expect(faultOf(options)).toContain(
        "Function 'f': its trigger names neither a queueName nor a topicName with a subscriptionName",
      )
    },
  )

  it('names the function and the setting that is not there', () => {
    expect(faultOf({ queueName: 'q', connection: 'NONE' })).toMatch(
      /Function 'f': its connection is the app setting 'NONE', but it is not set\. Set it, .*Endpoint=sb/,
    )
    const env = { NONE__fullyQualifiedNamespace: 'x.servicebus.windows.net' }
    expect(faultOf({ queueName: 'q', connection: 'NONE' }, env)).toContain(
      "only 'NONE__fullyQualifiedNamespace' is set, and the embedded host does not connect by an identity",
    )
  })

  it.each([
    ['no string of the kind', KEY, '16 characters with none of these'],
    [
      'no endpoint',
      `SharedAccessKeyName=N;SharedAccessKey=${KEY}`,
      'with SharedAccessKeyName, SharedAccessKey.',
    ],
    ['no key', 'Endpoint=sb://h;SharedAccessKeyName=N', 'with Endpoint, SharedAccessKeyName.'],
    [
      'no host',
      `Endpoint=https://h;SharedAccessKeyName=N;SharedAccessKey=${KEY}`,
      'Endpoint without a host',
    ],
    [
      'key and signature',
      `${CONNECTION}SharedAccessSignature=${KEY}`,
      'SharedAccessSignature, UseDevelopmentEmulator.',
    ],
  ])('says what came, but no key, for a setting with %s', (_, BUS, came) => {
    const fault = faultOf({ queueName: 'q' }, { BUS })
    expect(fault).toContain("the app setting 'BUS', which is no Service Bus connection string")
    expect(fault).toContain(came)
    expect(fault).not.toContain(KEY)
  })

  it('refuses that the function settles its messages itself, which it could not here', () => {
    expect(faultOf({ queueName: 'q', autoCompleteMessages: false })).toContain(
      "Function 'f' uses autoCompleteMessages: false, which the embedded host does not support",
    )
    const ofHost = {
      settings: { ...settings, autoCompleteMessages: false },
      env: { BUS: CONNECTION },
    }
    expect(() => readTrigger(registered({ queueName: 'q' }), ofHost)).toThrow(
      'autoCompleteMessages',
    )
    expect(read({ queueName: 'q', autoCompleteMessages: true }).isBatched).toBe(false)
    expect(faultOf({ queueName: 'q', sdkBinding: true })).toContain("Function 'f' uses sdkBinding")
  })
})
