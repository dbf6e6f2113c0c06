import { type CivilTime, dayOf, secondOfDay } from './civil'
import type { CalendarName } from './exchangeCalendar'
import type { Session } from './sessionsOf'
import { openZone } from './zone'

/** When a Cryplet wakes: once on each trading day of a calendar, at a slot. */
export type Schedule = {
  readonly kind: 'schedule'
  /**
   * The session's own close (early ones too); or a time of day whatever the session's hours: before the open, after the
   * close and within a lunch break too it is a slot at that very time, for which the last price is the one before.
   */
  readonly at: 'close' | CivilTime
  readonly calendar: CalendarName
  /** IANA zone that a time of day is meant in; the calendar's own when left out. */
  readonly zone?: string
}

/**
 * Finds the slot that a schedule has on a trading day.
 *
 * @param schedule - Of a Cryplet.
 * @param calendarZone - Zone of its calendar.
 * @returns From a session to Unix seconds. For a time of day that summer time skips or repeats, see Zone.
 */
export function slotFinder(schedule: Schedule, calendarZone: string): (session: Session) => number {
  const { at } = schedule
  if (at === 'close') return ({ close }) => close
  const zone = openZone(schedule.zone ?? calendarZone)
  const second = secondOfDay(at, 'at')
  return ({ date }) => zone.instantOf(dayOf(date), second)
}
