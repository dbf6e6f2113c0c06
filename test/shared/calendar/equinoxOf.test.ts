import { dateOf } from '../../../shared/calendar/civil'
import { equinoxOf, type Season } from '../../../shared/calendar/equinoxOf'

const DAYS = Array.from({ length: 31 }, (_, index) => 2000 + index)
const yearsOn = (season: Season, day: string) =>
  DAYS.filter((year) => dateOf(equinoxOf(year, season)).endsWith(day)).map((year) => year % 100)

describe('equinoxOf', () => {
  it('gives the days of March that Japan has published, and expects up to 2030', () => {
    const early = [0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 26, 28, 29, 30]

    expect(yearsOn('vernal', '-03-20')).toEqual(early)
    expect(yearsOn('vernal', '-03-21')).toHaveLength(DAYS.length - early.length)
  })

  it('gives the days of September that Japan has published, and expects up to 2030', () => {
    const early = [12, 16, 20, 24, 28]

    expect(yearsOn('autumnal', '-09-22')).toEqual(early)
    expect(yearsOn('autumnal', '-09-23')).toHaveLength(DAYS.length - early.length)
  })
})
