import { countsByYear, earlyDates, hoursOn } from '../../support/sessions'

describe('sessionsOf XETR', () => {
  it('has as many sessions in each year as the exchange had or has announced', () => {
    expect(countsByYear('XETR')).toBe(
      '2000:254 2001:253 2002:253 2003:253 2004:257 2005:257 2006:255 2007:252 2008:254 2009:254 ' +
        '2010:256 2011:257 2012:254 2013:253 2014:252 2015:253 2016:255 2017:252 2018:251 2019:251 ' +
        '2020:254 2021:255 2022:257 2023:255 2024:254 2025:253 2026:254 2027:256 2028:255 2029:253 ' +
        '2030:253',
    )
  })

  it.each([
    ['2001-04-13', 'Good Friday'],
    ['2001-04-16', 'Easter Monday'],
    ['2001-05-01', 'Labour Day'],
    ['2001-12-24', 'Christmas Eve'],
    ['2001-12-31', "New Year's Eve"],
    ['2024-12-26', 'the second day of Christmas'],
    ['2000-10-03', 'ten years of German unity'],
    ['2014-10-03', 'Day of German Unity'],
    ['2019-10-03', 'Day of German Unity'],
    ['2007-05-28', 'Whit Monday, on Memorial Day'],
    ['2015-05-25', 'Whit Monday'],
    ['2021-05-24', 'Whit Monday'],
    ['2017-10-31', '500 years of the Reformation'],
  ])('is closed on %s: %s', (date) => {
    expect(hoursOn('XETR', date)).toBe('closed')
  })

  it.each([
    ['2000-06-12', 'Whit Monday, from 2000 a day of trading'],
    ['2014-06-09', 'Whit Monday, for the last time'],
    ['2022-06-06', 'Whit Monday, again'],
    ['2001-10-03', 'Day of German Unity'],
    ['2013-10-03', 'Day of German Unity, for the last time'],
    ['2022-10-03', 'Day of German Unity, again'],
    ['2018-10-31', 'Reformation Day'],
    ['2024-05-09', 'Ascension Day'],
    ['2010-05-03', 'nothing stands in for Labour Day on a Saturday'],
  ])('trades on %s: %s', (date) => {
    expect(hoursOn('XETR', date)).not.toBe('closed')
  })

  it.each([
    ['2000-01-03', '08:00-16:30', 'to 17:30'],
    ['2000-05-31', '07:00-15:30', 'to 17:30, for the last days'],
    ['2000-06-02', '07:00-18:00', 'to 20:00'],
    ['2003-10-31', '08:00-19:00', 'to 20:00, for the last time'],
    ['2003-11-03', '08:00-16:30', 'to 17:30 again'],
    ['2026-11-27', '08:00-16:30', 'to 17:30'],
  ])('on %s trades %s in UTC: %s', (date, hours) => {
    expect(hoursOn('XETR', date)).toBe(hours)
  })

  it('closes at 14:00 on the last trading day of a year, and on no other', () => {
    const early = earlyDates('XETR')

    expect(early).toHaveLength(31)
    expect(early.filter((date) => !date.endsWith('12-30'))).toEqual([
      '2000-12-29',
      '2001-12-28',
      '2006-12-29',
      '2007-12-28',
      '2012-12-28',
      '2017-12-29',
      '2018-12-28',
      '2023-12-29',
      '2028-12-29',
      '2029-12-28',
    ])
    expect(new Set(early.map((date) => hoursOn('XETR', date)))).toEqual(new Set(['08:00-13:00']))
  })
})
