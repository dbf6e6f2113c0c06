import { requireCalendar } from './calendars'
import { type CivilDate, type CivilTime, dateOf, secondOfDay } from './civil'
import type { CalendarName } from './exchangeCalendar'
import type { CalendarOverrides } from './overrides'
import { type DayRange, tradingDaysOf } from './tradingDaysOf'
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
  /** The break in which nothing trades, in Unix seconds; left out where there is none. */
  readonly lunch?: { readonly start: number; readonly end: number }
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
  range: DayRange,
  overrides: CalendarOverrides = {},
): readonly Session[] {
  const calendar = requireCalendar(name)
  const zone = openZone(calendar.zone)
  return tradingDaysOf(calendar, range, overrides).map(({ day, hours, regular }) => {
    const at = (time: CivilTime): number => zone.instantOf(day, secondOfDay(time))
    const { open, close, lunch } = hours
    return {
      date: dateOf(day),
      open: at(open),
      close: at(close),
      early: secondOfDay(close) < secondOfDay(regular.close),
      ...(lunch && { lunch: { start: at(lunch.start), end: at(lunch.end) } }),
    }
  })
}
