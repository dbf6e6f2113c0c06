import fc from 'fast-check'
import { dateOf, dayOf, secondOfDay, weekdayOf, yearOf } from '../../../shared/calendar/civil'
import { InvalidValueError } from '../../../shared/core/errors'

const DAY_IN_MS = 86_400_000

describe('dayOf and dateOf', () => {
  it('agree with the platform on every day from 1600 to 2400', () => {
    const days = { min: Date.UTC(1600, 0, 1) / DAY_IN_MS, max: Date.UTC(2400, 0, 1) / DAY_IN_MS }

    fc.assert(
      fc.property(fc.integer(days), (day) => {
        const platform = new Date(day * DAY_IN_MS)
        const date = platform.toISOString().slice(0, 10)
        expect([dateOf(day), dayOf(date), weekdayOf(day), yearOf(day)]).toEqual([
          date,
          day,
          platform.getUTCDay(),
          platform.getUTCFullYear(),
        ])
      }),
      { numRuns: 500 },
    )
  })

  it('know the leap day', () => {
    expect(dateOf(dayOf('2024-02-29') + 1)).toBe('2024-03-01')
  })

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '', '2026-04-31'])(
    'refuse %p',
    (date) => {
      expect(() => dayOf(date)).toThrow(InvalidValueError)
    },
  )
})

describe('secondOfDay', () => {
  it('counts from midnight', () => {
    expect(secondOfDay('16:30')).toBe(59_400)
  })

  it.each(['24:00', '09:60', '9:30'] as const)('refuses %p', (time) => {
    expect(() => secondOfDay(time)).toThrow(InvalidValueError)
  })
})
