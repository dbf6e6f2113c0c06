import { dateOf } from '../../../shared/calendar/civil'
import { daysOfRule, type Observance, type YearlyRule } from '../../../shared/calendar/rules'

const datesOf = (rule: YearlyRule, year: number) => daysOfRule(rule, year).map(dateOf)
const christmas = { kind: 'date', month: 12, day: 25 } as const

describe('daysOfRule', () => {
  it.each<[Observance, readonly string[], readonly string[]]>([
    ['never', [], []],
    ['nearestWeekday', ['2021-12-24'], ['2022-12-26']],
    ['sundayToMonday', [], ['2022-12-26']],
    ['weekendToMonday', ['2021-12-27'], ['2022-12-26']],
    ['weekendToFriday', ['2021-12-24'], ['2022-12-23']],
    ['twoDaysLater', ['2021-12-27'], ['2022-12-27']],
  ])('observed as %s moves a Saturday to %j and a Sunday to %j', (observed, saturday, sunday) => {
    const rule = { ...christmas, observed }

    expect(datesOf(rule, 2021)).toEqual(saturday)
    expect(datesOf(rule, 2022)).toEqual(sunday)
    expect(datesOf(rule, 2024)).toEqual(['2024-12-25'])
  })

  it('asks for the weekday after the day was moved', () => {
    const rule = { ...christmas, observed: 'sundayToMonday', onlyOn: [1] } as const

    expect(datesOf(rule, 2022)).toEqual(['2022-12-26'])
    expect(datesOf(rule, 2024)).toEqual([])
  })

  it('is in force from and to its years, both inclusive, and not in those excepted', () => {
    const rule = { ...christmas, from: 2023, to: 2026, except: [2024] }
    const years = [2022, 2023, 2024, 2025, 2026, 2027]

    expect(years.filter((year) => daysOfRule(rule, year).length > 0)).toEqual([2023, 2025, 2026])
  })

  it('counts days from an equinox', () => {
    const rule = { kind: 'equinox', season: 'autumnal', onlyOn: [3], plus: -1 } as const

    expect(datesOf(rule, 2026)).toEqual(['2026-09-22'])
    expect(datesOf(rule, 2027)).toEqual([])
  })
})
