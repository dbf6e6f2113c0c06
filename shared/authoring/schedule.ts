import type { CivilTime } from '../calendar/civil'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { Schedule } from '../calendar/schedule'

/** When to wake. */
export type ScheduleOptions = {
  /** `close`: of the session, early ones too; or a time of day as `HH:MM`, also when nothing trades then, as at lunch. */
  readonly at: 'close' | CivilTime
  /** Whose trading days; the `close` of TARGET2 is its cut-off at 18:00. */
  readonly calendar: CalendarName
  /** IANA zone of the time of day; the calendar's when left out. */
  readonly zone?: string
}

/**
 * Declares that a Cryplet wakes once on each trading day.
 *
 * @param options - When.
 * @returns The declaration.
 */
export function schedule(options: ScheduleOptions): Schedule {
  return { kind: 'schedule', ...options }
}
