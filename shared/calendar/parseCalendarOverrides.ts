import { InvalidValueError } from '../core/errors'
import { requireCalendar } from './calendars'
import { type CivilTime, secondOfDay } from './civil'
import type { CalendarName, LunchBreak } from './exchangeCalendar'
import { type CalendarOverrides, parseOverrides } from './overrides'
import { tradingDaysOf } from './tradingDaysOf'

/**
 * Parses overrides and holds them against the calendar that they are for.
 *
 * @param name - The calendar.
 * @param value - Parsed JSON.
 * @returns The overrides. Closing a day that has no trading anyway is no fault: a later version of the calendar may know it.
 * @throws InvalidValueError naming the first part that is not well-formed, moves the close of a day without trading,
 *   closes a day before it opens, or in its lunch break.
 * @throws CalendarRangeError when a date leaves the years of the calendar.
 */
export function parseCalendarOverrides(name: CalendarName, value: unknown): CalendarOverrides {
  const calendar = requireCalendar(name)
  const overrides = parseOverrides(value)
  const { closed = [], sessions = [], closes = {} } = overrides
  // Asked for its errors: a date beyond the calendar would do nothing.
  for (const date of [...closed, ...sessions.map((session) => session.date)]) {
    tradingDaysOf(calendar, { from: date, to: date })
  }
  for (const [date, close] of Object.entries(closes)) {
    const [day] = tradingDaysOf(calendar, { from: date, to: date })
    const argument = `overrides.closes.${date}`
    if (day === undefined) {
      throw new InvalidValueError(argument, `a trading day of ${name}; or add a session`, close)
    }
    if (secondOfDay(close) <= secondOfDay(day.hours.open)) {
      throw new InvalidValueError(argument, `a time after ${day.hours.open}, when it opens`, close)
    }
    assertOutsideLunch(close, day.regular.lunch, argument)
  }
  return overrides
}

// In a break nothing trades that could close.
function assertOutsideLunch(
  close: CivilTime,
  lunch: LunchBreak | undefined,
  argument: string,
): void {
  if (lunch === undefined || secondOfDay(close) <= secondOfDay(lunch.start)) return
  if (secondOfDay(close) > secondOfDay(lunch.end)) return
  const expected = `a time up to ${lunch.start} or after ${lunch.end}, outside the lunch break`
  throw new InvalidValueError(argument, expected, close)
}
