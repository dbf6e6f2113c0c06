import { requireCalendar } from '../../../shared/calendar/calendars'
import { parseOverrides } from '../../../shared/calendar/overrides'
import { parseCalendarOverrides } from '../../../shared/calendar/parseCalendarOverrides'
import { CalendarRangeError } from '../../../shared/calendar/tradingDaysOf'
import { InvalidValueError } from '../../../shared/core/errors'

const session = { date: '2026-11-21', open: '10:00', close: '12:00' }

describe('parseOverrides', () => {
  it('takes what an operator writes', () => {
    const overrides = {
      closed: ['2026-12-31'],
      sessions: [session],
      closes: { '2026-11-18': '14:00' },
    }

    expect(parseOverrides(overrides)).toEqual(overrides)
  })

  it('gives one form of what says the same, so that its hash is the same', () => {
    const later = { ...session, date: '2026-11-28' }
    const two = { closed: ['2026-12-31', '2026-11-16'], sessions: [later, session], closes: {} }

    expect(parseOverrides(two)).toEqual({
      closed: ['2026-11-16', '2026-12-31'],
      sessions: [session, later],
    })
    expect(parseOverrides({ closed: [], sessions: [] })).toEqual({})
  })

  it.each([
    [null, 'overrides: expected { closed'],
    [[], 'overrides: expected { closed'],
    ['2026-12-31', 'overrides: expected { closed'],
    [{ close: {} }, 'got "close"'],
    [{ closed: '2026-12-31' }, 'overrides.closed:'],
    [{ closed: ['2026-02-30'] }, 'overrides.closed[0]: expected a day'],
    [{ closed: [20261231] }, 'overrides.closed[0]:'],
    [{ closes: { '2026-11-18': '25:00' } }, 'overrides.closes.2026-11-18: expected a time'],
    [{ closes: { tomorrow: '14:00' } }, 'overrides.closes: expected a day'],
    [{ sessions: [{ ...session, open: '12:00' }] }, 'closes after it opens'],
    [{ sessions: [{ date: '2026-11-21', open: '10:00' }] }, 'overrides.sessions[0].close:'],
    [{ sessions: [{ ...session, early: true }] }, 'got "early"'],
    [{ closed: ['2026-12-31', '2026-12-31'] }, 'each date once, got "2026-12-31"'],
    [{ sessions: [session, session] }, 'each date once, got "2026-11-21"'],
    [{ closed: ['2026-11-21'], sessions: [session] }, 'each date once, got "2026-11-21"'],
    [{ closed: ['2026-11-18'], closes: { '2026-11-18': '14:00' } }, 'each date once'],
  ])('refuses %j: %s', (value, why) => {
    expect(() => parseOverrides(value)).toThrow(InvalidValueError)
    expect(() => parseOverrides(value)).toThrow(why)
  })
})

describe('parseCalendarOverrides', () => {
  it('takes what fits the calendar, a closure of a day without trading too', () => {
    const overrides = { closed: ['2026-11-26'], closes: { '2026-11-18': '09:31' } }

    expect(parseCalendarOverrides('XNYS', overrides)).toEqual(overrides)
  })

  it.each([
    ['2026-11-18', '09:00', 'expected a time after 09:30, when it opens, got "09:00"'],
    ['2026-11-18', '09:30', 'expected a time after 09:30, when it opens, got "09:30"'],
    ['2026-11-21', '13:00', 'expected a trading day of XNYS; or add a session, got "13:00"'],
    ['2026-11-26', '13:00', 'expected a trading day of XNYS; or add a session, got "13:00"'],
  ])('refuses a close of %s at %s', (date, time, why) => {
    const parse = () => parseCalendarOverrides('XNYS', { closes: { [date]: time } })

    expect(parse).toThrow(InvalidValueError)
    expect(parse).toThrow(`overrides.closes.${date}: ${why}`)
  })

  it.each(['11:30', '12:31', '14:00'])('takes a close outside a lunch break, %s', (time) => {
    const overrides = { closes: { '2026-11-18': time } }

    expect(parseCalendarOverrides('XTKS', overrides)).toEqual(overrides)
  })

  it.each(['11:31', '12:30'])('refuses a close in a lunch break, %s', (time) => {
    const parse = () => parseCalendarOverrides('XTKS', { closes: { '2026-11-18': time } })

    expect(parse).toThrow(
      `overrides.closes.2026-11-18: expected a time up to 11:30 or after 12:30, outside the lunch break, got "${time}".`,
    )
  })

  it.each([
    [{ closed: ['2031-01-02'] }],
    [{ sessions: [{ ...session, date: '1999-11-20' }] }],
    [{ closes: { '2031-01-02': '13:00' } }],
  ])('refuses %j, which the calendar does not know', (value) => {
    expect(() => parseCalendarOverrides('XNYS', value)).toThrow(CalendarRangeError)
  })
})

describe('requireCalendar', () => {
  it('names the calendars that there are when asked for another', () => {
    expect(() => requireCalendar('XPAR')).toThrow(
      'calendar: expected one of XNYS, XNAS, XLON, XETR, XTKS, TARGET2, got "XPAR".',
    )
  })
})
