import type { HttpJson } from '../authoring/httpJson'
import { businessDaysBetween } from '../calendar/businessDaysBetween'
import { requireCalendar } from '../calendar/calendars'
import { dateOf } from '../calendar/civil'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import { openZone } from '../calendar/zone'
import { InvalidValueError } from '../core/errors'
import { type EndpointFault, fail } from './observation'
import type { ProviderTime } from './parseProviderTime'

/** How far the clock of a provider that only knows now may be ahead of ours. */
const MAX_SKEW_IN_SECONDS = 30

/** What a provider's time is held against. */
export type FreshnessCheck = {
  readonly source: Pick<HttpJson, 'asOf' | 'maxAge'>
  /** Unix seconds. */
  readonly slot: number
  /** Unix seconds at which the answer had come. */
  readonly now: number
  /** Whose business days count; a source that counts them has one. */
  readonly calendar?: CalendarName | undefined
  /** What the operator knew better when the wake came. */
  readonly overrides?: CalendarOverrides | undefined
}

/**
 * Decides whether an observation is of the right time: not later than the instant that it must speak for, and not older
 * than its source allows.
 *
 * @param time - What the provider said.
 * @param check - What it is held against: the slot, or with `latest` the time of fetching.
 * @returns Undefined when it is.
 */
export function checkFreshness(
  time: ProviderTime,
  check: FreshnessCheck,
): EndpointFault | undefined {
  const { source, slot, now } = check
  const reference = source.asOf === 'slot' ? slot : now
  const skew = source.asOf === 'slot' ? 0 : MAX_SKEW_IN_SECONDS
  if (time.seconds > reference + skew) {
    const ahead = `${String(time.seconds - reference)} s after ${String(reference)}`
    return fail('SOURCE_FROM_FUTURE', `the provider's time lies ${ahead}`).fault
  }
  return source.maxAge.kind === 'seconds'
    ? checkSeconds(reference - time.seconds, source.maxAge.seconds)
    : checkBusinessDays(time, { ...check, reference, days: source.maxAge.days })
}

function checkSeconds(age: number, maxAge: number): EndpointFault | undefined {
  if (age <= maxAge) return undefined
  return fail('SOURCE_STALE', `${String(age)} s old; at most ${String(maxAge)} are allowed`).fault
}

type BusinessDaysCheck = Pick<FreshnessCheck, 'calendar' | 'overrides'> & {
  readonly reference: number
  readonly days: number
}

function checkBusinessDays(
  time: ProviderTime,
  { calendar, overrides, reference, days }: BusinessDaysCheck,
): EndpointFault | undefined {
  // The definition's own check has shown that there is one.
  if (calendar === undefined)
    throw new InvalidValueError('calendar', 'one to count days of', calendar)
  const { zone: zoneName, years } = requireCalendar(calendar)
  const zone = openZone(zoneName)
  const until = dateOf(zone.dayAt(reference))
  const date = time.date ?? dateOf(zone.dayAt(time.seconds))
  if (date > until) return fail('SOURCE_FROM_FUTURE', `${date} lies after ${until}`).fault
  // What is older than the calendar is as old as the calendar.
  const start = `${String(years.first)}-01-01`
  const after = date < start ? start : date
  const age = businessDaysBetween(calendar, { after, until, overrides })
  if (age <= days) return undefined
  const allowed = `at most ${String(days)} are allowed`
  return fail('SOURCE_STALE', `${String(age)} business days old; ${allowed}`).fault
}
