import { slotsAround } from '../../../shared/api/dueSlot'
import type { Schedule } from '../../../shared/calendar/schedule'

const schedule: Schedule = { kind: 'schedule', at: 'close', calendar: 'XNYS' }
const at = (iso: string): number => Date.parse(iso) / 1000

describe('slotsAround', () => {
  it.each([
    ['2030-12-26T12:00:00Z', '2030-12-24T18:00:00Z', '2030-12-26T21:00:00Z'],
    ['2030-12-27T12:00:00Z', '2030-12-26T21:00:00Z', '2030-12-27T21:00:00Z'],
    ['2030-12-31T12:00:00Z', '2030-12-30T21:00:00Z', '2030-12-31T21:00:00Z'],
  ])('at %s finds %s and %s', (now, last, next) => {
    expect(slotsAround({ schedule, overrides: undefined, now: at(now) })).toEqual({
      last: at(last),
      next: at(next),
    })
  })

  it('knows no next slot after the last of the calendar', () => {
    const now = at('2031-01-01T04:59:59Z') // a second before midnight in New York
    expect(slotsAround({ schedule, overrides: undefined, now })).toEqual({
      last: at('2030-12-31T21:00:00Z'),
    })
  })
})
