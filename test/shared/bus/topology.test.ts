import { parseDuration } from '../../../shared/bus/duration'
import { TopologyError } from '../../../shared/bus/errors'
import { MAX_TIME_TO_LIVE_IN_MS, parseTopology, topology } from '../../../shared/bus/topology'

describe('parseDuration', () => {
  it.each([
    ['PT30S', 30_000],
    ['PT1M', 60_000],
    ['PT1H30M', 5_400_000],
    ['P14D', 1_209_600_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['P10675199DT2H48M5.4775807S', MAX_TIME_TO_LIVE_IN_MS],
  ])('reads %s', (text, inMs) => {
    expect(parseDuration(text)).toBe(inMs)
  })

  it.each(['', 'P', 'PT', '30', 'PT30', 'P1M', 'P1Y', '-PT1S', 'PT1S ', 'PT1.S'])(
    'refuses %p',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )
})

describe('parseTopology', () => {
  it('fills in what Azure fills in', () => {
    const { queues, topics } = parseTopology({
      queues: [{ name: 'q' }],
      topics: [{ name: 't', subscriptions: [{ name: 's' }] }],
    })
    const limits = {
      requiresSession: false,
      lockDurationInMs: 60_000,
      maxDeliveryCount: 10,
      defaultMessageTimeToLiveInMs: MAX_TIME_TO_LIVE_IN_MS,
      deadLetteringOnMessageExpiration: false,
    }
    expect(queues).toEqual([{ name: 'q', ...limits, duplicateDetectionWindowInMs: 0 }])
    expect(topics[0]?.subscriptions).toEqual([{ name: 's', ...limits, rules: [] }])
  })

  it('remembers ids for the window that is given, where duplicates are to be detected', () => {
    const duplicates = { requiresDuplicateDetection: true }
    const window = { duplicateDetectionHistoryTimeWindow: 'PT1H' }
    const { queues } = parseTopology({
      queues: [
        { name: 'a', ...duplicates },
        { name: 'b', ...duplicates, ...window },
        { name: 'c', ...window },
      ],
    })
    const windows = queues.map(({ duplicateDetectionWindowInMs }) => duplicateDetectionWindowInMs)
    expect(windows).toEqual([600_000, 3_600_000, 0])
  })

  it.each([
    ['a duration that is none', { queues: [{ name: 'q', lockDuration: '30s' }] }, /lockDuration/],
    ['no time at all', { queues: [{ name: 'q', lockDuration: 'PT0S' }] }, /lockDuration/],
    ['a lock over 5 minutes', { queues: [{ name: 'q', lockDuration: 'PT6M' }] }, /5 minutes/],
    ['an unknown limit', { queues: [{ name: 'q', lock: 'PT30S' }] }, /lock/],
    ['too many deliveries', { queues: [{ name: 'q', maxDeliveryCount: 2001 }] }, /maxDelivery/],
    ['a name twice', { queues: [{ name: 'q' }], topics: [{ name: 'Q' }] }, /"q" stands twice/],
    ['a name with a blank', { queues: [{ name: 'a b' }] }, /letters, digits/],
    ['no object', 'queues', /the file/],
  ])('refuses %s', (_what, json, message) => {
    expect(() => parseTopology(json)).toThrow(TopologyError)
    expect(() => parseTopology(json)).toThrow(message)
  })

  it('refuses an SQL filter by name, and says what to use instead', () => {
    const rules = [{ name: 'r', correlationFilter: {}, sqlFilter: { sqlExpression: '1=1' } }]
    const topics = [{ name: 't', subscriptions: [{ name: 's', rules }] }]
    expect(() => parseTopology({ topics })).toThrow(
      /SQL filters are not served: say it by correlationFilter/,
    )
  })

  it('names every fault at once', () => {
    const json = { queues: [{ name: '' }, { name: 'q', maxDeliveryCount: 0 }] }
    expect(() => parseTopology(json)).toThrow(/^2 fault/)
  })
})

describe('topology', () => {
  it('has lanes with sessions, whose doorbells expire in silence', () => {
    expect(topology.queues.find(({ name }) => name === 'lanes')).toMatchObject({
      requiresSession: true,
      lockDurationInMs: 30_000,
      deadLetteringOnMessageExpiration: false,
    })
  })
})
