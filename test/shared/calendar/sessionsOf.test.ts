import fc from 'fast-check'
import { dateOf, dayOf, weekdayOf } from '../../../shared/calendar/civil'
import { sessionsOf } from '../../../shared/calendar/sessionsOf'
import { CalendarRangeError } from '../../../shared/calendar/tradingDaysOf'

const sessionOn = (date: string) => sessionsOf('XNYS', { from: date, to: date })[0]
const isoOf = (instant: number | undefined) =>
  new Date((instant ?? Number.NaN) * 1000).toISOString()

describe('sessionsOf XNYS', () => {
  const all = sessionsOf('XNYS', 'all')

  it('has as many sessions in each year as the exchange had or has announced', () => {
    const counts = Array.from({ length: 31 }, (_, index) => {
      const year = String(2000 + index)
      return `${year}:${String(all.filter(({ date }) => date.startsWith(year)).length)}`
    })

    expect(counts.join(' ')).toBe(
      '2000:252 2001:248 2002:252 2003:252 2004:252 2005:252 2006:251 2007:251 2008:253 2009:252 ' +
        '2010:252 2011:252 2012:250 2013:252 2014:252 2015:252 2016:252 2017:251 2018:251 2019:252 ' +
        '2020:253 2021:252 2022:251 2023:250 2024:252 2025:250 2026:251 2027:251 2028:251 2029:251 ' +
        '2030:251',
    )
  })

  it('opens at another hour on the one day that was announced in advance', () => {
    const opened = (date: string) => isoOf(sessionOn(date)?.open)

    expect(opened('2002-09-11')).toBe('2002-09-11T16:00:00.000Z')
    expect(sessionOn('2002-09-11')).toMatchObject({ early: false })
    expect(opened('2002-09-12')).toBe('2002-09-12T13:30:00.000Z')
    // Late by minutes, on the day itself.
    expect(opened('2001-09-17')).toBe('2001-09-17T13:30:00.000Z')
    expect(opened('2004-06-07')).toBe('2004-06-07T13:30:00.000Z')
  })

  it('closes early on the days that were announced in advance, and on no other', () => {
    const early = all.filter((session) => session.early)

    const byYear = new Map<string, string[]>()
    for (const { date } of early) {
      const year = date.slice(0, 4)
      byYear.set(year, [...(byYear.get(year) ?? []), date.slice(5)])
    }
    expect([...byYear].map(([year, days]) => `${year}: ${days.join(' ')}`)).toEqual([
      '2000: 07-03 11-24',
      '2001: 07-03 11-23 12-24',
      '2002: 07-05 11-29 12-24',
      '2003: 07-03 11-28 12-24 12-26',
      '2004: 11-26',
      '2005: 11-25',
      '2006: 07-03 11-24',
      '2007: 07-03 11-23 12-24',
      '2008: 07-03 11-28 12-24',
      '2009: 11-27 12-24',
      '2010: 11-26',
      '2011: 11-25',
      '2012: 07-03 11-23 12-24',
      '2013: 07-03 11-29 12-24',
      '2014: 07-03 11-28 12-24',
      '2015: 11-27 12-24',
      '2016: 11-25',
      '2017: 07-03 11-24',
      '2018: 07-03 11-23 12-24',
      '2019: 07-03 11-29 12-24',
      '2020: 11-27 12-24',
      '2021: 11-26',
      '2022: 11-25',
      '2023: 07-03 11-24',
      '2024: 07-03 11-29 12-24',
      '2025: 07-03 11-28 12-24',
      '2026: 11-27 12-24',
      '2027: 11-26',
      '2028: 07-03 11-24',
      '2029: 07-03 11-23 12-24',
      '2030: 07-03 11-29 12-24',
    ])
  })

  it.each([
    ['2001-09-11', 'the attacks'],
    ['2001-09-14', 'the attacks'],
    ['2004-06-11', 'President Reagan'],
    ['2007-01-02', 'President Ford'],
    ['2012-10-29', 'Hurricane Sandy'],
    ['2012-10-30', 'Hurricane Sandy'],
    ['2018-12-05', 'President Bush'],
    ['2025-01-09', 'President Carter'],
    ['2000-04-21', 'Good Friday'],
    ['2008-03-21', 'Good Friday, early'],
    ['2011-04-22', 'Good Friday, late'],
    ['2017-01-02', 'New Year on Monday, since it fell on Sunday'],
    ['2015-07-03', 'Independence Day on Friday, since it fell on Saturday'],
    ['2021-12-24', 'Christmas on Friday, since it fell on Saturday'],
    ['2022-06-20', 'Juneteenth on Monday, since it fell on Sunday'],
    ['2027-06-18', 'Juneteenth on Friday, since it falls on Saturday'],
  ])('is closed on %s: %s', (date) => {
    expect(sessionOn(date)).toBeUndefined()
  })

  it.each([
    ['2004-12-31', 'New Year fell on Saturday, and an accounting period is not cut short'],
    ['2021-12-31', 'the same'],
    ['2021-06-18', 'Juneteenth came with 2022'],
    ['2001-09-10', 'the day before'],
    ['2001-09-17', 'the day of reopening'],
    ['2005-06-01', 'an unplanned halt does not count'],
    ['2013-07-05', 'from this year the eve is short instead'],
    ['2022-10-10', 'Columbus Day is a day of trading'],
    ['2022-11-11', 'Veterans Day is a day of trading'],
  ])('trades the whole day on %s: %s', (date) => {
    const session = sessionOn(date)

    expect(session?.early).toBe(false)
    expect((session?.close ?? 0) - (session?.open ?? 0)).toBe(6.5 * 3600)
  })

  it.each([
    ['2006-03-31', '2006-03-31T14:30:00.000Z', 'in 2006 summer time began in April'],
    ['2006-04-03', '2006-04-03T13:30:00.000Z', 'the Monday after'],
    ['2007-03-09', '2007-03-09T14:30:00.000Z', 'from 2007 it begins in March'],
    ['2007-03-12', '2007-03-12T13:30:00.000Z', 'the Monday after'],
    ['2026-10-30', '2026-10-30T13:30:00.000Z', 'the last Friday of summer time'],
    ['2026-11-02', '2026-11-02T14:30:00.000Z', 'the Monday after'],
  ])('opens on %s at %s: %s', (date, open) => {
    expect(isoOf(sessionOn(date)?.open)).toBe(open)
  })

  it('closes at 13:00 New York on the day after Thanksgiving', () => {
    expect(isoOf(sessionOn('2026-11-27')?.close)).toBe('2026-11-27T18:00:00.000Z')
  })

  it('lists one year', () => {
    expect(sessionsOf('XNYS', { year: 2026 })).toEqual(
      all.filter(({ date }) => date.startsWith('2026')),
    )
  })

  it('lists any range as the part of the whole that lies in it', () => {
    const day = fc.integer({ min: dayOf('2000-01-01'), max: dayOf('2030-12-31') })

    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), (first, length) => {
        const from = dateOf(first)
        const to = dateOf(Math.min(first + length, dayOf('2030-12-31')))
        expect(sessionsOf('XNYS', { from, to })).toEqual(
          all.filter(({ date }) => date >= from && date <= to),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('opens before it closes, never on a weekend, and rests for more than three days only for special closures', () => {
    const odd = all.filter(({ date, open, close }, index) => {
      const next = all[index + 1]
      const isWeekend = [0, 6].includes(weekdayOf(dayOf(date)))
      const rest = next === undefined ? 1 : dayOf(next.date) - dayOf(date)
      return open >= close || isWeekend || rest > 4 || (next !== undefined && next.open <= close)
    })

    expect(odd.map(({ date }) => date)).toEqual(['2001-09-10', '2006-12-29', '2012-10-26'])
  })

  it.each([1999, 2031, Number.NaN])('refuses the year %s, for which it has no data', (year) => {
    expect(() => sessionsOf('XNYS', { year })).toThrow(CalendarRangeError)
  })

  describe('with overrides', () => {
    const week = { from: '2026-11-16', to: '2026-11-22' }

    it('leaves out a day that the operator closed', () => {
      const dates = sessionsOf('XNYS', week, { closed: ['2026-11-18'] }).map(({ date }) => date)

      expect(dates).toEqual(['2026-11-16', '2026-11-17', '2026-11-19', '2026-11-20'])
    })

    it('moves a close', () => {
      const session = sessionsOf('XNYS', week, { closes: { '2026-11-18': '14:00' } })[2]

      expect(session).toMatchObject({ date: '2026-11-18', early: true })
      expect(isoOf(session?.close)).toBe('2026-11-18T19:00:00.000Z')
    })

    it('adds a session on a Saturday', () => {
      const added = { date: '2026-11-21', open: '10:00', close: '12:00' } as const
      const session = sessionsOf('XNYS', week, { sessions: [added] })[5]

      expect(session).toEqual({
        date: '2026-11-21',
        open: Date.UTC(2026, 10, 21, 15) / 1000,
        close: Date.UTC(2026, 10, 21, 17) / 1000,
        early: true,
      })
    })

    it('lets a closure win over all else', () => {
      const overrides = {
        closed: ['2026-11-18'],
        closes: { '2026-11-18': '14:00' },
        sessions: [{ date: '2026-11-18', open: '10:00', close: '12:00' }],
      } as const

      expect(sessionsOf('XNYS', week, overrides)).toHaveLength(4)
    })
  })
})
