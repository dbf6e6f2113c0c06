import { requireCalendar } from './calendars'
import { type CivilDate, dateOf, secondOfDay } from './civil'
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
  const regularClose = secondOfDay(calendar.close)
  return tradingDaysOf(calendar, range, overrides).map(({ day, hours }) => {
    const close = secondOfDay(hours.close)
    return {
      date: dateOf(day),
      open: zone.instantOf(day, secondOfDay(hours.open)),
      close: zone.instantOf(day, close),
      early: close < regularClose,
    }
  })
}
