import { requireCalendar } from '../../../shared/calendar/calendars'
import { parseOverrides } from '../../../shared/calendar/overrides'
import { InvalidValueError } from '../../../shared/core/errors'

describe('parseOverrides', () => {
  it('takes what an operator writes', () => {
    const overrides = {
      closed: ['2026-12-31'],
      sessions: [{ date: '2026-11-21', open: '10:00', close: '12:00' }],
      closes: { '2026-11-18': '14:00' },
    }

    expect(parseOverrides(overrides)).toEqual(overrides)
  })

  it('takes nothing for no overrides', () => {
    expect(parseOverrides({})).toEqual({ closed: [], sessions: [], closes: {} })
  })

  it.each([
    [null],
    [[]],
    ['2026-12-31'],
    [{ close: {} }],
    [{ closed: '2026-12-31' }],
    [{ closed: ['2026-02-30'] }],
    [{ closed: [20261231] }],
    [{ closes: { '2026-11-18': '25:00' } }],
    [{ closes: { tomorrow: '14:00' } }],
    [{ sessions: [{ date: '2026-11-21', open: '12:00', close: '12:00' }] }],
    [{ sessions: [{ date: '2026-11-21', open: '10:00' }] }],
  ])('refuses %j', (value) => {
    expect(() => parseOverrides(value)).toThrow(InvalidValueError)
  })
})

describe('requireCalendar', () => {
  it('names the calendars that there are when asked for another', () => {
    expect(() => requireCalendar('XLON')).toThrow('calendar: expected one of XNYS, got "XLON".')
  })
})
