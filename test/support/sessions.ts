import type { CalendarName } from '../../shared/calendar/exchangeCalendar'
import { type Session, sessionsOf } from '../../shared/calendar/sessionsOf'

/**
 * Gives the session of a day.
 *
 * @param calendar - Whose.
 * @param date - `YYYY-MM-DD`.
 * @returns Undefined when there is none.
 */
export function sessionOn(calendar: CalendarName, date: string): Session | undefined {
  return sessionsOf(calendar, { from: date, to: date })[0]
}

/**
 * Writes the hours of a day in UTC.
 *
 * @param calendar - Whose.
 * @param date - `YYYY-MM-DD`.
 * @returns Open, lunch and close, as in `00:00-02:30 03:30-06:30`; `closed` without a session.
 */
export function hoursOn(calendar: CalendarName, date: string): string {
  const session = sessionOn(calendar, date)
  if (session === undefined) return 'closed'
  const { open, close, lunch } = session
  const halves = lunch ? [open, lunch.start, lunch.end, close] : [open, close]
  const times = halves.map((instant) => new Date(instant * 1000).toISOString().slice(11, 16))
  return times.join('-').replace(/^(.{11})-/, '$1 ')
}

/**
 * Counts the sessions of each year.
 *
 * @param calendar - Whose.
 * @returns As in `2000:252 2001:253`, over all years of the calendar.
 */
export function countsByYear(calendar: CalendarName): string {
  const counts = new Map<string, number>()
  for (const { date } of sessionsOf(calendar, 'all')) {
    const year = date.slice(0, 4)
    counts.set(year, (counts.get(year) ?? 0) + 1)
  }
  return [...counts].map(([year, count]) => `${year}:${String(count)}`).join(' ')
}

/**
 * Lists the days that close early.
 *
 * @param calendar - Whose.
 * @returns Dates, oldest first, over all years of the calendar.
 */
export function earlyDates(calendar: CalendarName): readonly string[] {
  return sessionsOf(calendar, 'all').flatMap(({ date, early }) => (early ? [date] : []))
}
