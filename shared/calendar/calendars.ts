import { InvalidValueError } from '../core/errors'
import type { CalendarName, ExchangeCalendar } from './exchangeCalendar'
import { XNYS } from './xnys'

const CALENDARS: Readonly<Record<CalendarName, ExchangeCalendar>> = { XNYS }

/**
 * Finds a calendar by the name that somebody typed.
 *
 * @param name - ISO 10383 market code.
 * @returns The current version of its data.
 * @throws InvalidValueError when the fabric has none of this name.
 */
export function requireCalendar(name: string): ExchangeCalendar {
  const found = Object.values(CALENDARS).find((calendar) => calendar.name === name)
  if (found === undefined) {
    throw new InvalidValueError('calendar', `one of ${Object.keys(CALENDARS).join(', ')}`, name)
  }
  return found
}

/**
 * Names the data that slots were computed with, for provenance.
 *
 * @param name - The calendar.
 * @returns As in `XNYS@1`.
 */
export function calendarVersion(name: CalendarName): string {
  return CALENDARS[name].version
}
