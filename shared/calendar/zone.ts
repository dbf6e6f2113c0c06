import { InvalidValueError } from '../core/errors'
import { type DayNumber, dayNumber } from './civil'

/** An IANA time zone, opened once for many conversions. */
export type Zone = {
  /** As in `America/New_York`. */
  readonly name: string
  /**
   * The instant, in Unix seconds, at which a clock in this zone shows a time.
   *
   * When the clock shows it twice (autumn), the first; when it never does (spring), as much later as the clock was put
   * forward: 02:30 that does not exist becomes 03:30. (What RFC 5545 says of recurring events.)
   */
  readonly instantOf: (day: DayNumber, secondOfDay: number) => number
  /** The day that a calendar on the wall shows at an instant in Unix seconds. */
  readonly dayAt: (instant: number) => DayNumber
}

const SECONDS_IN_DAY = 86_400

/**
 * Opens a time zone by its name; its rules are those of the runtime's own copy of the IANA database.
 *
 * @param name - As in `America/New_York`.
 * @returns Conversions.
 * @throws InvalidValueError for a name that the database does not have.
 */
export function openZone(name: string): Zone {
  const format = formatOf(name)
  const offsetAt = (instant: number): number => wallClockAt(format, instant) - instant
  const offsetOfDay = memoized((day) => offsetAt(day * SECONDS_IN_DAY))

  return {
    name,
    instantOf: (day, secondOfDay) => {
      const shown = day * SECONDS_IN_DAY + secondOfDay
      // No zone is a whole day from UTC, so that the day lies between these two.
      const [before, after] = [offsetOfDay(day - 1), offsetOfDay(day + 2)]
      if (before === after || offsetAt(shown - before) === before) return shown - before
      return offsetAt(shown - after) === after ? shown - after : shown - before
    },
    dayAt: (instant) => Math.floor(wallClockAt(format, instant) / SECONDS_IN_DAY),
  }
}

function memoized(reckon: (day: DayNumber) => number): (day: DayNumber) => number {
  const known = new Map<DayNumber, number>()
  return (day) => {
    const value = known.get(day) ?? reckon(day)
    known.set(day, value)
    return value
  }
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new InvalidValueError('zone', 'an IANA time zone, as in America/New_York', name)
  }
}

// What the clock on the wall shows, counted as if it were UTC.
function wallClockAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(
    format.formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const day = dayNumber(part('year'), part('month'), part('day'))
  return day * SECONDS_IN_DAY + part('hour') * 3600 + part('minute') * 60 + part('second')
}
