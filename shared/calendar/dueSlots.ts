import { requireCalendar } from './calendars'
import { dateOf, dayNumber } from './civil'
import { type Interval, intervalSlots } from './interval'
import type { CalendarOverrides } from './overrides'
import { type Schedule, slotFinder } from './schedule'
import { sessionsOf } from './sessionsOf'
import { openZone } from './zone'

/** By which clock a Cryplet wakes. */
export type Timing = Schedule | Interval

/** Which slots to list. */
export type SlotRange = {
  /** Unix seconds; a slot at this very instant is not listed. */
  readonly after: number
  /** Unix seconds; a slot at this very instant is listed. */
  readonly until: number
  readonly overrides?: CalendarOverrides | undefined
}

/**
 * Lists the slots that have come due.
 *
 * @param schedule - Schedule or interval of a Cryplet.
 * @param range - From a checkpoint to now.
 * @returns Unix seconds, oldest first; empty while the market is closed.
 * @throws CalendarRangeError when now lies outside the years of the calendar.
 */
export function dueSlots(schedule: Timing, range: SlotRange): readonly number[] {
  const { after, until, overrides } = range
  if (until <= after) return []
  if (schedule.kind === 'interval') return intervalSlots(schedule, after, until)
  const calendar = requireCalendar(schedule.calendar)
  const zone = openZone(calendar.zone)
  const start = dayNumber(calendar.years.first, 1, 1)
  const end = dayNumber(calendar.years.last, 12, 31)
  const today = zone.dayAt(until)
  // A day of slack on both sides: a time of day in another zone may fall on the exchange's day before or after.
  const from = dateOf(Math.max(zone.dayAt(after) - 1, start))
  const to = dateOf(today === end ? today : today + 1)
  return sessionsOf(schedule.calendar, { from, to }, overrides)
    .map(slotFinder(schedule, calendar.zone))
    .filter((slot) => slot > after && slot <= until)
}

/**
 * Finds the slot that came due last.
 *
 * @param schedule - Schedule or interval of a Cryplet.
 * @param now - Unix seconds; a slot at this very instant counts.
 * @param overrides - What the operator knows better.
 * @returns Unix seconds; undefined before the first slot of the calendar's years.
 * @throws CalendarRangeError when now lies outside the years of the calendar.
 */
export function lastDueSlot(
  schedule: Timing,
  now: number,
  overrides?: CalendarOverrides,
): number | undefined {
  if (schedule.kind === 'interval') {
    return intervalSlots(schedule, now - schedule.everyInSeconds, now).at(-1)
  }
  const calendar = requireCalendar(schedule.calendar)
  const start = openZone(calendar.zone).instantOf(dayNumber(calendar.years.first, 1, 1), 0)
  // Ever wider, since nobody can say how long an exchange may stay closed.
  for (let width = 8 * 86_400; ; width *= 4) {
    const last = dueSlots(schedule, { after: now - width, until: now, overrides }).at(-1)
    if (last !== undefined || now - width < start) return last
  }
}
