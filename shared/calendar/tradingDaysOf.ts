import { FabricError } from '../core/errors'
import {
  type CivilDate,
  type CivilTime,
  type DayNumber,
  dateOf,
  dayNumber,
  dayOf,
  secondOfDay,
  weekdayOf,
  yearOf,
} from './civil'
import type { ExchangeCalendar, LunchBreak, RegularHours } from './exchangeCalendar'
import type { CalendarOverrides } from './overrides'
import { daysOfRule, type YearlyRule } from './rules'

/** Which days to list; both ends are inclusive. Without either, all years of the calendar. */
export type DayRange =
  | { readonly year: number }
  | { readonly from: CivilDate; readonly to: CivilDate }
  | 'all'

/** Somebody asked a calendar about a year that its data does not speak for. */
export class CalendarRangeError extends FabricError {
  override readonly name = 'CalendarRangeError'
  readonly code = 'CALENDAR_OUT_OF_RANGE'
  readonly retryable = false

  constructor(
    readonly calendar: string,
    readonly year: number,
    readonly years: { readonly first: number; readonly last: number },
  ) {
    super(
      `${calendar} knows the years ${String(years.first)} to ${String(years.last)}, not ${String(year)}.`,
    )
  }
}

type Hours = { readonly open: CivilTime; readonly close: CivilTime; readonly lunch?: LunchBreak }

/** A day on which an exchange trades; its hours are of the calendar's zone. */
export type TradingDay = {
  readonly day: DayNumber
  readonly hours: Hours
  /** What they would be without an exception. */
  readonly regular: RegularHours
}

/**
 * Lists the days on which an exchange trades, oldest first, without asking any zone.
 *
 * @param calendar - Of the exchange.
 * @param range - A year, two dates, or all that the calendar knows.
 * @param overrides - What the operator knows better.
 * @returns Days with their hours.
 * @throws CalendarRangeError when the range leaves the years of the calendar.
 */
export function tradingDaysOf(
  calendar: ExchangeCalendar,
  range: DayRange,
  overrides: CalendarOverrides = {},
): readonly TradingDay[] {
  const { first, last } = daysOf(calendar, range)
  const hoursOn = tradingHours(calendar, overrides)
  const days: TradingDay[] = []
  for (let day = first; day <= last; day += 1) {
    const regular = regularHours(calendar, dateOf(day))
    const hours = hoursOn(day, regular)
    if (hours !== undefined) days.push({ day, hours, regular })
  }
  return days
}

function daysOf(
  calendar: ExchangeCalendar,
  range: DayRange,
): { readonly first: DayNumber; readonly last: DayNumber } {
  if (range === 'all') return daysOfYears(calendar.years.first, calendar.years.last)
  const days =
    'year' in range
      ? daysOfYears(range.year, range.year)
      : { first: dayOf(range.from, 'from'), last: dayOf(range.to, 'to') }
  for (const year of [yearOf(days.first), yearOf(days.last)]) {
    if (!(year >= calendar.years.first && year <= calendar.years.last)) {
      throw new CalendarRangeError(calendar.name, year, calendar.years)
    }
  }
  return days
}

function daysOfYears(
  from: number,
  to: number,
): { readonly first: DayNumber; readonly last: DayNumber } {
  return { first: dayNumber(from, 1, 1), last: dayNumber(to, 12, 31) }
}

function regularHours({ hours }: ExchangeCalendar, date: CivilDate): RegularHours {
  return hours.findLast(({ from }) => from <= date) ?? hours[0]
}

type HoursFinder = (day: DayNumber, regular: RegularHours) => Hours | undefined

function tradingHours(calendar: ExchangeCalendar, overrides: CalendarOverrides): HoursFinder {
  const announced = announcedHours(calendar)
  const { closed = [], sessions = [], closes = {} } = overrides
  return (day, regular) => {
    const date = dateOf(day)
    if (closed.includes(date)) return undefined
    const added = sessions.find((session) => session.date === date)
    if (added !== undefined) return { open: added.open, close: added.close }
    const hours = announced(day, regular)
    return hours && withLunch({ ...hours, close: closes[date] ?? hours.close }, regular.lunch)
  }
}

function announcedHours(calendar: ExchangeCalendar): HoursFinder {
  const isHoliday = daysByRules(calendar.holidays)
  const earlyCloses = calendar.earlyCloses.map(({ at, days }) => ({ at, has: daysByRules(days) }))
  return (day, { open, close }) => {
    const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6
    if (isWeekend || isHoliday(day)) return undefined
    return {
      open: calendar.opens[dateOf(day)] ?? open,
      close: earlyCloses.find(({ has }) => has(day))?.at ?? close,
    }
  }
}

// A day that ends before the afternoon has no break.
function withLunch(hours: Hours, lunch: LunchBreak | undefined): Hours {
  const isBroken = lunch !== undefined && secondOfDay(hours.close) > secondOfDay(lunch.end)
  return isBroken ? { ...hours, lunch } : hours
}

// Reckons the rules once for each year that is asked for.
function daysByRules(rules: readonly YearlyRule[]): (day: DayNumber) => boolean {
  const years = new Map<number, ReadonlySet<DayNumber>>()
  return (day) => {
    const year = yearOf(day)
    const days = years.get(year) ?? new Set(rules.flatMap((rule) => daysOfRule(rule, year)))
    years.set(year, days)
    return days.has(day)
  }
}
