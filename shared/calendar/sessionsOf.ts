import { FabricError } from '../core/errors'
import { requireCalendar } from './calendars'
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
import type { CalendarName, ExchangeCalendar } from './exchangeCalendar'
import type { CalendarOverrides } from './overrides'
import { daysOfRule, type YearlyRule } from './rules'
import { openZone } from './zone'

/** One day of trading. */
export type Session = {
  readonly date: CivilDate
  /** Unix seconds. */
  readonly open: number
  /** Unix seconds. */
  readonly close: number
  /** Whether it closes before the regular hour. */
  readonly early: boolean
}

/** Which days to list; both ends are inclusive. Without either, all years of the calendar. */
export type SessionRange =
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

/**
 * Lists the sessions of an exchange, oldest first.
 *
 * @param name - The exchange.
 * @param range - A year, two dates, or all that the calendar knows.
 * @param overrides - What the operator knows better.
 * @returns Sessions with their instants.
 * @throws CalendarRangeError when the range leaves the years of the calendar.
 */
export function sessionsOf(
  name: CalendarName,
  range: SessionRange,
  overrides: CalendarOverrides = {},
): readonly Session[] {
  const calendar = requireCalendar(name)
  const { first, last } = daysOf(calendar, range)
  const zone = openZone(calendar.zone)
  const regularClose = secondOfDay(calendar.close)
  const hoursOn = tradingHours(calendar, overrides)

  const sessions: Session[] = []
  for (let day = first; day <= last; day += 1) {
    const hours = hoursOn(day)
    if (hours === undefined) continue
    const close = secondOfDay(hours.close)
    sessions.push({
      date: dateOf(day),
      open: zone.instantOf(day, secondOfDay(hours.open)),
      close: zone.instantOf(day, close),
      early: close < regularClose,
    })
  }
  return sessions
}

function daysOf(
  calendar: ExchangeCalendar,
  range: SessionRange,
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

type Hours = { readonly open: CivilTime; readonly close: CivilTime }

function tradingHours(
  calendar: ExchangeCalendar,
  overrides: CalendarOverrides,
): (day: DayNumber) => Hours | undefined {
  const regular = regularHours(calendar)
  const { closed = [], sessions = [], closes = {} } = overrides
  return (day) => {
    const date = dateOf(day)
    if (closed.includes(date)) return undefined
    const added = sessions.find((session) => session.date === date)
    if (added !== undefined) return added
    const hours = regular(day)
    return hours && { open: hours.open, close: closes[date] ?? hours.close }
  }
}

function regularHours(calendar: ExchangeCalendar): (day: DayNumber) => Hours | undefined {
  const holidays = daysByRules(calendar.holidays)
  const earlyCloses = daysByRules(calendar.earlyCloses)
  return (day) => {
    const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6
    if (isWeekend || holidays(day)) return undefined
    return { open: calendar.open, close: earlyCloses(day) ? calendar.earlyClose : calendar.close }
  }
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
