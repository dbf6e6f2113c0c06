import { type CivilDate, type DayNumber, dayNumber, dayOf, weekdayOf, yearOf } from './civil'
import { equinoxOf, type Season } from './equinoxOf'

/**
 * Where a day goes that falls on a weekend; `never`: it then has no observance.
 *
 * `twoDaysLater` is for two holidays in a row, of which the second takes the Monday.
 */
export type Observance =
  | 'nearestWeekday'
  | 'sundayToMonday'
  | 'weekendToMonday'
  | 'weekendToFriday'
  | 'twoDaysLater'
  | 'never'

type Observed = {
  readonly observed?: Observance
  /** Only when it then falls on one of these; 0 is Sunday. */
  readonly onlyOn?: readonly number[]
}

/** Which day of each year, as data. Years are inclusive; without them, every year. */
export type YearlyRule = {
  readonly from?: number
  readonly to?: number
  /** Years of its range in which it had no day, or another. */
  readonly except?: readonly number[]
} & (
  | (Observed & { readonly kind: 'date'; readonly month: number; readonly day: number })
  /** An equinox by the clock of Japan; `plus` days later, negative before. */
  | (Observed & { readonly kind: 'equinox'; readonly season: Season; readonly plus?: number })
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
  if (!isInForce(rule, year)) return []
  switch (rule.kind) {
    case 'date':
      return observe(dayNumber(year, rule.month, rule.day), rule)
    case 'equinox':
      return observe(equinoxOf(year, rule.season), rule).map((day) => day + (rule.plus ?? 0))
    case 'weekday':
      return [nthWeekday({ ...rule, year }) + (rule.plus ?? 0)]
    case 'easter':
      return [easterSunday(year) + rule.plus]
    case 'dates':
      return rule.dates.map((date) => dayOf(date)).filter((day) => yearOf(day) === year)
  }
}

function isInForce({ from, to, except = [] }: YearlyRule, year: number): boolean {
  return year >= (from ?? year) && year <= (to ?? year) && !except.includes(year)
}

/** Days from a Saturday or a Sunday to where its holiday goes; without one, it goes nowhere. */
const SHIFTS: Readonly<
  Record<Observance, { readonly saturday?: number; readonly sunday?: number }>
> = {
  nearestWeekday: { saturday: -1, sunday: 1 },
  sundayToMonday: { sunday: 1 },
  weekendToMonday: { saturday: 2, sunday: 1 },
  weekendToFriday: { saturday: -1, sunday: -2 },
  twoDaysLater: { saturday: 2, sunday: 2 },
  never: {},
}

function observe(day: DayNumber, { observed = 'never', onlyOn }: Observed): readonly DayNumber[] {
  const shift = shiftOf(weekdayOf(day), observed)
  if (shift === undefined) return []
  const moved = day + shift
  return onlyOn === undefined || onlyOn.includes(weekdayOf(moved)) ? [moved] : []
}

function shiftOf(weekday: number, observance: Observance): number | undefined {
  if (weekday === 0) return SHIFTS[observance].sunday
  return weekday === 6 ? SHIFTS[observance].saturday : 0
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
