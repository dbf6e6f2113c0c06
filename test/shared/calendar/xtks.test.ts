import { sessionsOf } from '../../../shared/calendar/sessionsOf'
import { countsByYear, earlyDates, hoursOn, sessionOn } from '../../support/sessions'

describe('sessionsOf XTKS', () => {
  it('has as many sessions in each year as the exchange had or has announced', () => {
    expect(countsByYear('XTKS')).toBe(
      '2000:248 2001:246 2002:246 2003:245 2004:246 2005:245 2006:248 2007:245 2008:245 2009:243 ' +
        '2010:245 2011:245 2012:248 2013:245 2014:244 2015:244 2016:245 2017:247 2018:245 2019:241 ' +
        '2020:242 2021:245 2022:244 2023:246 2024:245 2025:243 2026:242 2027:244 2028:245 2029:245 ' +
        '2030:245',
    )
  })

  it.each([
    ['2000-01-03', 'the third day of the year'],
    ['2001-12-31', 'the last'],
    ['2000-01-10', 'Coming of Age Day, the second Monday'],
    ['2024-02-12', 'National Foundation Day, substituted'],
    ['2005-03-21', 'Vernal Equinox Day, substituted'],
    ['2024-03-20', 'Vernal Equinox Day'],
    ['2002-04-29', 'Greenery Day'],
    ['2001-05-04', 'the day between two holidays'],
    ['2002-05-06', "Children's Day, substituted"],
    ['2008-05-06', 'Greenery Day, substituted after the next holiday'],
    ['2009-05-06', 'Constitution Memorial Day, substituted after the next two'],
    ['2026-05-06', 'the same'],
    ['2001-07-20', 'Marine Day on its day'],
    ['2003-07-21', 'Marine Day on the third Monday'],
    ['2016-08-11', 'Mountain Day, for the first time'],
    ['2019-08-12', 'Mountain Day, substituted'],
    ['2002-09-16', 'Respect for the Aged Day, substituted'],
    ['2003-09-15', 'Respect for the Aged Day on the third Monday'],
    ['2009-09-22', 'between two holidays'],
    ['2015-09-22', 'between two holidays'],
    ['2026-09-22', 'between two holidays'],
    ['2024-09-23', 'Autumnal Equinox Day, substituted'],
    ['2000-10-09', 'Health and Sports Day'],
    ['2024-11-04', 'Culture Day, substituted'],
    ['2025-11-24', 'Labour Thanksgiving Day, substituted'],
    ['2018-12-24', "the Emperor's birthday, substituted"],
    ['2025-02-24', "the new Emperor's birthday, substituted"],
    ['2019-04-30', 'the day before the accession'],
    ['2019-05-01', 'the accession'],
    ['2019-05-02', 'the day after'],
    ['2019-10-22', 'the enthronement'],
    ['2020-07-23', 'Marine Day, for the Olympic Games'],
    ['2020-07-24', 'Sports Day, for the Olympic Games'],
    ['2020-08-10', 'Mountain Day, for the Olympic Games'],
    ['2021-07-22', 'Marine Day, for the Olympic Games'],
    ['2021-07-23', 'Sports Day, for the Olympic Games'],
    ['2021-08-09', 'Mountain Day, for the Olympic Games, substituted'],
    ['2020-10-01', 'the trading system failed all day'],
  ])('is closed on %s: %s', (date) => {
    expect(hoursOn('XTKS', date)).toBe('closed')
  })

  it.each([
    ['2003-05-06', 'before 2007 nothing stood in for 4 May'],
    ['2019-12-23', 'the former birthday'],
    ['2019-02-22', 'no birthday in this year'],
    ['2020-07-20', 'Marine Day was moved'],
    ['2020-08-11', 'Mountain Day was moved'],
    ['2020-10-12', 'Sports Day was moved'],
    ['2021-08-11', 'Mountain Day was moved'],
    ['2021-10-11', 'Sports Day was moved'],
    ['2020-09-23', 'its equinox was on Tuesday'],
    ['2000-09-22', 'a holiday on Saturday is not observed'],
    ['2011-03-14', 'the Monday after the earthquake'],
    ['2025-12-30', 'the last session of a year'],
  ])('trades on %s: %s', (date) => {
    expect(hoursOn('XTKS', date)).not.toBe('closed')
  })

  it.each([
    ['2000-01-05', '00:00-02:00 03:30-06:00', 'lunch from 11:00 to 12:30'],
    ['2006-01-18', '00:00-02:00 03:30-06:00', 'the day of the halt, as it was announced'],
    ['2006-01-19', '00:00-02:00 04:00-06:00', 'short of capacity, lunch to 13:00'],
    ['2006-04-21', '00:00-02:00 04:00-06:00', 'for the last time'],
    ['2006-04-24', '00:00-02:00 03:30-06:00', 'lunch to 12:30 again'],
    ['2011-11-18', '00:00-02:00 03:30-06:00', 'from 11:00 for the last time'],
    ['2011-11-21', '00:00-02:30 03:30-06:00', 'lunch from 11:30'],
    ['2024-11-01', '00:00-02:30 03:30-06:00', 'to 15:00 for the last time'],
    ['2024-11-05', '00:00-02:30 03:30-06:30', 'to 15:30'],
    ['2009-01-05', '00:00-02:00', 'the last first session of a morning only'],
    ['2008-12-30', '00:00-02:00', 'the last last session of a morning only'],
    ['2009-12-30', '00:00-02:00 03:30-06:00', 'a whole day'],
    ['2010-01-04', '00:00-02:00 03:30-06:00', 'a whole day'],
  ])('on %s trades %s in UTC: %s', (date, hours) => {
    expect(hoursOn('XTKS', date)).toBe(hours)
  })

  it('trades in the morning only on the first and the last days of the years up to then', () => {
    expect(earlyDates('XTKS')).toEqual(
      [
        ['2000-01-04', '2000-12-29', '2001-01-04', '2001-12-28', '2002-01-04', '2002-12-30'],
        ['2003-01-06', '2003-12-30', '2004-01-05', '2004-12-30', '2005-01-04', '2005-12-30'],
        ['2006-01-04', '2006-12-29', '2007-01-04', '2007-12-28', '2008-01-04', '2008-12-30'],
        ['2009-01-05'],
      ].flat(),
    )
  })

  it('has its lunch break within every session that lasts until the afternoon', () => {
    const odd = sessionsOf('XTKS', 'all').filter(({ open, close, early, lunch }) => {
      if (lunch === undefined) return !early
      return !(open < lunch.start && lunch.start < lunch.end && lunch.end < close)
    })

    expect(odd).toEqual([])
  })

  it('has no lunch break on a day that the operator lets end before it, or adds', () => {
    const added = { date: '2026-11-21', open: '09:00', close: '15:00' } as const
    const overrides = { closes: { '2026-11-18': '11:30' }, sessions: [added] } as const
    const [shortened, , , saturday] = sessionsOf(
      'XTKS',
      { from: '2026-11-18', to: '2026-11-21' },
      overrides,
    )

    expect(shortened).toEqual({
      ...sessionOn('XTKS', '2026-11-18'),
      lunch: undefined,
      early: true,
      close: Date.UTC(2026, 10, 18, 2, 30) / 1000,
    })
    expect(saturday).toMatchObject({ date: '2026-11-21', early: true })
    expect(saturday).not.toHaveProperty('lunch')
  })

  it('has a lunch break on a morning that the operator lets last until the afternoon', () => {
    const [day] = sessionsOf(
      'XTKS',
      { from: '2008-12-30', to: '2008-12-30' },
      { closes: { '2008-12-30': '15:00' } },
    )

    expect(day).toMatchObject({
      early: false,
      lunch: { end: Date.UTC(2008, 11, 30, 3, 30) / 1000 },
    })
  })
})
