import { InvalidValueError } from '../core/errors'
import { hashJson } from '../core/ids'
import type { CalendarName, ExchangeCalendar } from './exchangeCalendar'
import type { CalendarOverrides } from './overrides'
import { TARGET2 } from './target2'
import { XETR } from './xetr'
import { XLON } from './xlon'
import { XNAS } from './xnas'
import { XNYS } from './xnys'
import { XTKS } from './xtks'

const CALENDARS: Readonly<Record<CalendarName, ExchangeCalendar>> = {
  XNYS,
  XNAS,
  XLON,
  XETR,
  XTKS,
  TARGET2,
}

/** What they are called, for a person who has to choose one. */
export const CALENDAR_NAMES: readonly string[] = Object.keys(CALENDARS)

/**
 * Finds a calendar by the name that somebody typed.
 *
 * @param name - As in `XNYS`.
 * @returns The current version of its data.
 * @throws InvalidValueError when the fabric has none of this name.
 */
export function requireCalendar(name: string): ExchangeCalendar {
  const found = Object.values(CALENDARS).find((calendar) => calendar.name === name)
  if (found === undefined) {
    throw new InvalidValueError('calendar', `one of ${CALENDAR_NAMES.join(', ')}`, name)
  }
  return found
}

/**
 * Names the data that slots and ages were computed with, for provenance.
 *
 * @param name - The calendar.
 * @param overrides - The operator's, if there are any.
 * @returns As in `XNYS@1`; with overrides followed by `+` and the keccak256 of their canonical JSON.
 */
export function calendarVersion(name: CalendarName, overrides?: CalendarOverrides): string {
  const { version } = CALENDARS[name]
  return overrides === undefined ? version : `${version}+${hashJson(overrides)}`
}
