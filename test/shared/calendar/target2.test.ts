import { countsByYear, earlyDates, hoursOn } from '../../support/sessions'

describe('sessionsOf TARGET2', () => {
  it('has as many settlement days in each year as the European Central Bank decided', () => {
    expect(countsByYear('TARGET2')).toBe(
      '2000:255 2001:254 2002:255 2003:255 2004:259 2005:257 2006:255 2007:255 2008:256 2009:256 ' +
        '2010:258 2011:257 2012:256 2013:255 2014:255 2015:256 2016:257 2017:255 2018:255 2019:255 ' +
        '2020:257 2021:258 2022:257 2023:255 2024:256 2025:255 2026:256 2027:258 2028:255 2029:255 ' +
        '2030:255',
    )
  })

  it.each([
    ['2024-01-01', "New Year's Day"],
    ['2024-03-29', 'Good Friday'],
    ['2024-04-01', 'Easter Monday'],
    ['2024-05-01', 'Labour Day'],
    ['2024-12-25', 'Christmas Day'],
    ['2024-12-26', '26 December'],
    ['2000-04-21', 'Good Friday, from 2000 on'],
    ['2001-12-31', 'the change to euro cash'],
  ])('is closed on %s: %s', (date) => {
    expect(hoursOn('TARGET2', date)).toBe('closed')
  })

  it.each([
    ['2000-01-03', '06:00-17:00', 'the first day'],
    ['2000-12-29', '06:00-17:00', 'the year before was the exception'],
    ['2002-12-31', '06:00-17:00', 'the year after too'],
    ['2024-12-24', '06:00-17:00', 'Christmas Eve is a whole day'],
    ['2024-05-20', '05:00-16:00', 'Whit Monday'],
    ['2022-05-02', '05:00-16:00', 'nothing stands in for Labour Day on a Sunday'],
  ])('on %s is open %s in UTC: %s', (date, hours) => {
    expect(hoursOn('TARGET2', date)).toBe(hours)
  })

  it('closes at its cut-off for payments between banks on every day', () => {
    expect(earlyDates('TARGET2')).toEqual([])
  })
})
