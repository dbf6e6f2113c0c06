import { countsByYear, earlyDates, hoursOn } from '../../support/sessions'

describe('sessionsOf XLON', () => {
  it('has as many sessions in each year as the exchange had or has announced', () => {
    expect(countsByYear('XLON')).toBe(
      '2000:252 2001:253 2002:252 2003:253 2004:254 2005:252 2006:252 2007:253 2008:254 2009:253 ' +
        '2010:253 2011:251 2012:252 2013:253 2014:253 2015:253 2016:253 2017:252 2018:253 2019:253 ' +
        '2020:254 2021:253 2022:250 2023:251 2024:254 2025:253 2026:253 2027:253 2028:252 2029:253 ' +
        '2030:253',
    )
  })

  it.each([
    ['2000-01-03', 'New Year, on Monday since it fell on Saturday'],
    ['2017-01-02', 'New Year, on Monday since it fell on Sunday'],
    ['2008-03-21', 'Good Friday'],
    ['2008-03-24', 'Easter Monday'],
    ['2019-05-06', 'the first Monday of May'],
    ['2020-05-08', 'VE Day instead'],
    ['2002-06-03', 'Golden Jubilee'],
    ['2002-06-04', 'Spring bank holiday, moved to it'],
    ['2011-04-29', 'the wedding of Prince William'],
    ['2012-06-04', 'Spring bank holiday, moved to the next'],
    ['2012-06-05', 'Diamond Jubilee'],
    ['2022-06-02', 'Spring bank holiday, moved to the next'],
    ['2022-06-03', 'Platinum Jubilee'],
    ['2022-09-19', 'the funeral of Queen Elizabeth II'],
    ['2023-05-08', 'the coronation of King Charles III'],
    ['2023-05-29', 'the last Monday of May'],
    ['2024-08-26', 'the last Monday of August'],
    ['2010-12-27', 'Christmas, since it fell on Saturday'],
    ['2010-12-28', 'Boxing Day, since it fell on Sunday'],
    ['2011-12-26', 'Boxing Day'],
    ['2011-12-27', 'Christmas, since it fell on Sunday'],
    ['2015-12-28', 'Boxing Day, since it fell on Saturday'],
  ])('is closed on %s: %s', (date) => {
    expect(hoursOn('XLON', date)).toBe('closed')
  })

  it.each([
    ['2000-01-04', '08:00-16:30', 'the first session'],
    ['2002-05-27', '07:00-15:30', 'its holiday was moved'],
    ['2012-05-28', '07:00-15:30', 'its holiday was moved'],
    ['2020-05-04', '07:00-15:30', 'its holiday was moved'],
    ['2022-05-30', '07:00-15:30', 'its holiday was moved'],
    ['2000-04-05', '07:00-15:30', 'what was not announced before does not count'],
    ['2026-10-23', '07:00-15:30', 'the last Friday of summer time'],
    ['2026-10-26', '08:00-16:30', 'the Monday after'],
    ['2021-12-29', '08:00-16:30', 'after the days for Christmas and Boxing Day'],
  ])('on %s trades %s in UTC: %s', (date, hours) => {
    expect(hoursOn('XLON', date)).toBe(hours)
  })

  it('closes at 12:30 on the last trading days before Christmas and New Year, and on no other', () => {
    const early = earlyDates('XLON')

    expect(early).toHaveLength(62)
    expect(early.filter((date) => /^20(?:00|02|04|05|06|11|22|27)/.test(date))).toEqual(
      // Saturdays and Sundays are brought forward to Friday.
      [
        ['2000-12-22', '2000-12-29'],
        ['2002-12-24', '2002-12-31'],
        ['2004-12-24', '2004-12-31'],
        ['2005-12-23', '2005-12-30'],
        ['2006-12-22', '2006-12-29'],
        ['2011-12-23', '2011-12-30'],
        ['2022-12-23', '2022-12-30'],
        ['2027-12-24', '2027-12-31'],
      ].flat(),
    )
    expect(new Set(early.map((date) => hoursOn('XLON', date)))).toEqual(new Set(['08:00-12:30']))
  })
})
