import { sessionsOf } from '../../../shared/calendar/sessionsOf'
import { hoursOn } from '../../support/sessions'

describe('sessionsOf XNAS', () => {
  it.each([
    ['2001-09-11', 'closed', 'the attacks'],
    ['2001-09-17', '13:30-20:00', 'the day of reopening'],
    ['2002-09-11', '16:00-20:00', 'their first anniversary'],
    ['2003-12-26', '14:30-18:00', 'short in this one year'],
    ['2004-06-11', 'closed', 'President Reagan'],
    ['2007-01-02', 'closed', 'President Ford'],
    ['2012-10-30', 'closed', 'Hurricane Sandy'],
    ['2018-12-05', 'closed', 'President Bush'],
    ['2025-01-09', 'closed', 'President Carter'],
    ['2026-11-27', '14:30-18:00', 'the day after Thanksgiving'],
  ])('on %s is %s: %s', (date, hours) => {
    expect(hoursOn('XNAS', date)).toBe(hours)
  })

  it('has the sessions of the New York Stock Exchange', () => {
    expect(sessionsOf('XNAS', 'all')).toEqual(sessionsOf('XNYS', 'all'))
  })
})
