import { requireCalendar } from '../calendar/calendars'
import { dayNumber } from '../calendar/civil'
import { dueSlots, lastDueSlot, type Timing } from '../calendar/dueSlots'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import { openZone } from '../calendar/zone'

/** A schedule as the operator's overrides leave it. */
export type ScheduleNow = {
  readonly schedule: Timing
  readonly overrides: CalendarOverrides | undefined
  /** Unix seconds. */
  readonly now: number
}

/**
 * Tells whether a schedule has a slot at an instant.
 *
 * @param schedule - With overrides.
 * @param slot - Unix seconds.
 * @returns Whether it has.
 */
export function isSlot(schedule: ScheduleNow, slot: number): boolean {
  const { overrides } = schedule
  return dueSlots(schedule.schedule, { after: slot - 1, until: slot, overrides }).length > 0
}

/**
 * Finds the slots around now.
 *
 * @param schedule - With overrides.
 * @returns Unix seconds; undefined beyond the years of the calendar.
 */
export function slotsAround(schedule: ScheduleNow): {
  readonly last?: number
  readonly next?: number
} {
  const { overrides, now } = schedule
  const last = lastDueSlot(schedule.schedule, now, overrides)
  const next = nextSlot(schedule)
  return { ...(last !== undefined && { last }), ...(next !== undefined && { next }) }
}

const DAY = 86_400
/** Longer than any exchange has been closed since 1915. */
const LONGEST_CLOSURE_IN_DAYS = 120

function nextSlot({ schedule, overrides, now }: ScheduleNow): number | undefined {
  if (schedule.kind === 'interval') {
    return dueSlots(schedule, { after: now, until: now + schedule.everyInSeconds })[0]
  }
  const end = endOf(schedule.calendar)
  for (let days = 5; days <= LONGEST_CLOSURE_IN_DAYS; days *= 2) {
    const until = Math.min(now + days * DAY, end)
    const [next] = dueSlots(schedule, { after: now, until, overrides })
    if (next !== undefined) return next
  }
  return undefined
}

// The last second that the calendar speaks for.
function endOf(name: CalendarName): number {
  const { zone, years } = requireCalendar(name)
  return openZone(zone).instantOf(dayNumber(years.last + 1, 1, 1), 0) - 1
}
