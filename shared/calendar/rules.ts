import { type CivilDate, type DayNumber, dayNumber, dayOf, weekdayOf, yearOf } from './civil'

/** Where a holiday goes that falls on a weekend; `never`: it then has no observance. */
export type Observance = 'nearestWeekday' | 'sundayToMonday' | 'never'

type DateRule = {
  readonly kind: 'date'
  readonly month: number
  readonly day: number
  readonly observed?: Observance
  /** Only when it falls on one of these; 0 is Sunday. */
  readonly onlyOn?: readonly number[]
}

/** Which day of each year, as data. Years are inclusive; without them, every year. */
export type YearlyRule = {
  readonly from?: number
  readonly to?: number
} & (
  | DateRule
  /** The n-th weekday of a month, the last one by -1; `plus` days later. */
  | {
      readonly kind: 'weekday'
      readonly month: number
      readonly weekday: number
      readonly nth: number
      readonly plus?: number
    }
  /** Days after Easter Sunday of the Gregorian calendar; negative before. */
  | { readonly kind: 'easter'; readonly plus: number }
  | { readonly kind: 'dates'; readonly dates: readonly CivilDate[] }
)

/**
 * Says which days of a year a rule names.
 *
 * @param rule - As data.
 * @param year - Gregorian.
 * @returns Days, none when the rule is not in force or its day has no observance.
 */
export function daysOfRule(rule: YearlyRule, year: number): readonly DayNumber[] {
  const { from = year, to = year } = rule
  if (year < from || year > to) return []
  switch (rule.kind) {
    case 'date':
      return daysOfDate(rule, year)
    case 'weekday':
      return [nthWeekday({ ...rule, year }) + (rule.plus ?? 0)]
    case 'easter':
      return [easterSunday(year) + rule.plus]
    case 'dates':
      return rule.dates.map((date) => dayOf(date)).filter((day) => yearOf(day) === year)
  }
}

function daysOfDate(rule: DateRule, year: number): readonly DayNumber[] {
  const { month, day, observed = 'never', onlyOn } = rule
  const days = observe(dayNumber(year, month, day), observed)
  return onlyOn === undefined ? days : days.filter((each) => onlyOn.includes(weekdayOf(each)))
}

function observe(day: DayNumber, observance: Observance): readonly DayNumber[] {
  const weekday = weekdayOf(day)
  if (weekday === 0) return observance === 'never' ? [] : [day + 1]
  if (weekday === 6) return observance === 'nearestWeekday' ? [day - 1] : []
  return [day]
}

type NthWeekday = {
  readonly year: number
  readonly month: number
  readonly weekday: number
  readonly nth: number
}

function nthWeekday({ year, month, weekday, nth }: NthWeekday): DayNumber {
  if (nth > 0) {
    const first = dayNumber(year, month, 1)
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1)
  }
  const last = dayNumber(year, month + 1, 1) - 1
  return last - ((weekdayOf(last) - weekday + 7) % 7) + 7 * (nth + 1)
}

// Source: the Gregorian computus in the form of Meeus, Astronomical Algorithms, chapter 8.
function easterSunday(year: number): DayNumber {
  const a = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * a + century - Math.floor(century / 4) - correction + 15) % 30
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const late = Math.floor((a + 11 * epact + 22 * toSunday) / 451)
  const sinceMarch = epact + toSunday - 7 * late + 114
  return dayNumber(year, Math.floor(sinceMarch / 31), (sinceMarch % 31) + 1)
}
