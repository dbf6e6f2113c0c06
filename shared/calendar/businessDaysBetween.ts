import { requireCalendar } from './calendars'
import { type CivilDate, dateOf, dayOf } from './civil'
import type { CalendarName } from './exchangeCalendar'
import type { CalendarOverrides } from './overrides'
import { tradingDaysOf } from './tradingDaysOf'

/** Two dates; the count is of the trading days after the first, up to and with the second. */
export type BusinessDayRange = {
  readonly after: CivilDate
  readonly until: CivilDate
  readonly overrides?: CalendarOverrides | undefined
}

/**
 * Counts how many business days old something is.
 *
 * @param calendar - Whose trading days count.
 * @param range - From Friday to the next Tuesday it is 2, from Friday to Sunday 0.
 * @returns Trading days; 0 when the second date is not later.
 * @throws CalendarRangeError when a date lies outside the years of the calendar.
 */
export function businessDaysBetween(calendar: CalendarName, range: BusinessDayRange): number {
  const { after, until, overrides } = range
  const first = dayOf(after, 'after') + 1
  if (dayOf(until, 'until') < first) return 0
  return tradingDaysOf(requireCalendar(calendar), { from: dateOf(first), to: until }, overrides)
    .length
}
