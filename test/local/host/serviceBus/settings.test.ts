import { readServiceBusSettings } from '../../../../local/host/serviceBus/settings'

describe('readServiceBusSettings', () => {
  const textAt = (object: Readonly<Record<string, unknown>>, key: string) =>
    object[key] as string | undefined

  it('has the defaults of the real host', () => {
    expect(readServiceBusSettings({}, textAt)).toEqual({
      maxConcurrentCalls: 16,
      maxConcurrentSessions: 8,
      maxMessageBatchSize: 1000,
      prefetchCount: 0,
      maxAutoLockRenewalDurationInMs: 300_000,
      sessionIdleTimeoutInMs: 60_000,
      autoCompleteMessages: true,
    })
  })

  it('reads what host.json says', () => {
    const section = {
      maxConcurrentCalls: 1,
      maxConcurrentSessions: 2,
      maxMessageBatchSize: 3,
      prefetchCount: 4,
      maxAutoLockRenewalDuration: '00:00:00',
      sessionIdleTimeout: '00:00:05',
      autoCompleteMessages: false,
    }
    expect(readServiceBusSettings(section, textAt)).toEqual({
      maxConcurrentCalls: 1,
      maxConcurrentSessions: 2,
      maxMessageBatchSize: 3,
      prefetchCount: 4,
      maxAutoLockRenewalDurationInMs: 0,
      sessionIdleTimeoutInMs: 5000,
      autoCompleteMessages: false,
    })
  })

  it('refuses a time span that is none', () => {
    expect(() => readServiceBusSettings({ sessionIdleTimeout: 'soon' }, textAt)).toThrow(
      "host.json: sessionIdleTimeout 'soon' is no time span",
    )
  })
})
