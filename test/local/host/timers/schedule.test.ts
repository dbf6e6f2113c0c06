import { nextRetry } from '../../../../local/host/timers/retry'
import { parseSchedule } from '../../../../local/host/timers/schedule'

const at = (text: string): number => Date.parse(text)

describe('parseSchedule', () => {
  it.each([
    ['six fields', '30 5 8 * * *', '2026-01-05T12:00:00Z', '2026-01-06T08:05:30Z'],
    ['five fields, at second 0', '*/15 * * * *', '2026-01-05T12:00:01Z', '2026-01-05T12:15:00Z'],
    ['names', '0 0 9 * Mar Mon-Fri', '2026-01-05T12:00:00Z', '2026-03-02T09:00:00Z'],
    [
      'the next occurrence and not this one',
      '0 * * * * *',
      '2026-01-05T12:00:00Z',
      '2026-01-05T12:01:00Z',
    ],
    [
      'day and day of week, which must both fit',
      '0 0 0 13 * Fri',
      '2026-01-05T12:00:00Z',
      '2026-02-13T00:00:00Z',
    ],
    [
      'UTC, on a day when clocks change',
      '0 30 2 * * *',
      '2026-03-29T00:00:00Z',
      '2026-03-29T02:30:00Z',
    ],
    ['a time span', '01:30:00', '2026-01-05T12:00:00Z', '2026-01-05T13:30:00Z'],
    ['a time span of days', '1.00:00:10', '2026-01-05T12:00:00Z', '2026-01-06T12:00:10Z'],
  ])('reads %s', (...[, text, after, next]) => {
    expect(parseSchedule(text, 'f').next(at(after))).toBe(at(next))
  })

  it.each(['', 'often', '* * *', '0 0 0 0 0 0 0', '99 * * * * *', '00:00:00'])(
    'refuses %j, naming the function',
    (text) => {
      expect(() => parseSchedule(text, 'marketClose')).toThrow(
        `Function 'marketClose': the schedule '${text}' is neither`,
      )
    },
  )

  it('may have no next occurrence', () => {
    expect(parseSchedule('0 0 0 30 2 *', 'f').next(at('2026-01-05T12:00:00Z'))).toBeUndefined()
  })
})

describe('nextRetry', () => {
  const error = new Error('no')

  it('does not retry without options, or past their count', () => {
    expect(nextRetry(undefined, { attempts: 1, error })).toBeUndefined()
    expect(nextRetry({ maxRetryCount: 2 }, { attempts: 3, error })).toBeUndefined()
  })

  it('keeps a fixed delay, for ever with -1', () => {
    const options = {
      retryStrategy: 'fixedDelay',
      maxRetryCount: -1,
      delayInterval: { seconds: 7 },
    }
    expect(nextRetry(options, { attempts: 99, error })).toMatchObject({
      delayInMs: 7000,
      context: { retryCount: 99, maxRetryCount: -1, exception: { message: 'no' } },
    })
  })

  it('doubles the delay up to its bound', () => {
    const options = {
      retryStrategy: 'exponentialBackoff',
      maxRetryCount: 5,
      minimumInterval: { seconds: 2 },
      maximumInterval: { seconds: 7 },
    }
    const delays = [1, 2, 3].map((attempts) => nextRetry(options, { attempts, error })?.delayInMs)
    expect(delays).toEqual([2000, 4000, 7000])
  })
})
