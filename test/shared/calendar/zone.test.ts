import { dateOf, dayOf } from '../../../shared/calendar/civil'
import { openZone } from '../../../shared/calendar/zone'
import { InvalidValueError } from '../../../shared/core/errors'

const at = (zone: string, date: string, hours: number) =>
  new Date(openZone(zone).instantOf(dayOf(date), hours * 3600) * 1000).toISOString()

describe('openZone', () => {
  it.each([
    ['2026-03-08', 1.5, '2026-03-08T06:30:00.000Z', 'before the clock is put forward'],
    ['2026-03-08', 2.5, '2026-03-08T07:30:00.000Z', 'shown by no clock: 03:30 instead'],
    ['2026-03-08', 3.5, '2026-03-08T07:30:00.000Z', 'after the clock was put forward'],
    ['2026-11-01', 0.5, '2026-11-01T04:30:00.000Z', 'before the clock is put back'],
    ['2026-11-01', 1.5, '2026-11-01T05:30:00.000Z', 'shown twice: the first'],
    ['2026-11-01', 2.5, '2026-11-01T07:30:00.000Z', 'after the clock was put back'],
  ])('takes New York on %s at %s to %s: %s', (date, hours, instant) => {
    expect(at('America/New_York', date, hours)).toBe(instant)
  })

  it('converts in zones with halves of hours and in the southern summer', () => {
    expect(at('Asia/Kolkata', '2026-11-20', 9)).toBe('2026-11-20T03:30:00.000Z')
    expect(at('Australia/Lord_Howe', '2026-10-04', 2.25)).toBe('2026-10-03T15:45:00.000Z')
  })

  it('tells the day on the wall', () => {
    const instant = Date.parse('2026-11-21T04:59:59Z') / 1000

    expect(dateOf(openZone('America/New_York').dayAt(instant))).toBe('2026-11-20')
    expect(dateOf(openZone('Asia/Tokyo').dayAt(instant))).toBe('2026-11-21')
  })

  it('agrees with the rules that Congress made for New York, 2000 to 2030', () => {
    const zone = openZone('America/New_York')
    const sunday = (month: number, nth: number, year: number) => {
      const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
      const day = 1 + ((7 - first) % 7) + 7 * (nth - 1)
      return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
    }
    for (let year = 2000; year <= 2030; year += 1) {
      const isLong = year >= 2007
      const begin = isLong ? sunday(3, 2, year) : sunday(4, 1, year)
      // The last Sunday of October is the day a week before the first of November, or the fifth.
      const end = isLong ? sunday(11, 1, year) : dateOf(dayOf(sunday(11, 1, year)) - 7)
      for (const [date, before, after] of [
        [begin, 5, 4],
        [end, 4, 5],
      ] as const) {
        const midnight = dayOf(date) * 86_400
        expect(zone.instantOf(dayOf(date), 0)).toBe(midnight + before * 3600)
        expect(zone.instantOf(dayOf(date), 43_200)).toBe(midnight + 43_200 + after * 3600)
      }
    }
  })

  it('refuses a zone that does not exist', () => {
    expect(() => openZone('America/Gotham')).toThrow(InvalidValueError)
  })
})
