import { InvalidValueError } from '../core/errors'

/** A day of the Gregorian calendar as ISO 8601 writes it, `YYYY-MM-DD`; of no zone. */
export type CivilDate = string

/** A time of day on a 24-hour clock, `HH:MM`, `00:00` to `23:59`; of no zone. */
export type CivilTime = `${number}:${number}`

/** Days since 1970-01-01, which may be negative: what arithmetic on dates is done with. */
export type DayNumber = number

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/**
 * Counts the days from 1970-01-01 to a date.
 *
 * Years begin in March here, so that the leap day is the last of a year and needs no case of its own.
 *
 * @param year - Gregorian, 1 to 9999.
 * @param month - 1 to 12.
 * @param day - Of the month, from 1.
 * @returns Days.
 */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  const monthsSinceMarch = (month + 9) % 12
  const marchYear = month <= 2 ? year - 1 : year
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  // 153 days in each five months from March; 719,468 days from 0000-03-01 to 1970-01-01.
  const dayOfYear = Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1
  return 365 * marchYear + leapDays + dayOfYear - 719_468
}

/**
 * Counts the days from 1970-01-01 to a written date.
 *
 * @param date - `YYYY-MM-DD`.
 * @param argument - Its name, for the error.
 * @returns Days.
 * @throws InvalidValueError when there is no such day.
 */
export function dayOf(date: CivilDate, argument = 'date'): DayNumber {
  const [, year, month, day] = DATE.exec(date) ?? []
  if (year !== undefined && month !== undefined && day !== undefined) {
    const number = dayNumber(Number(year), Number(month), Number(day))
    // 2026-02-30 would be counted on into March.
    if (Number(month) <= 12 && dateOf(number) === date) return number
  }
  throw new InvalidValueError(argument, 'a day as YYYY-MM-DD', date)
}

/**
 * Writes a day as a date.
 *
 * @param day - Days since 1970-01-01.
 * @returns `YYYY-MM-DD`.
 */
export function dateOf(day: DayNumber): CivilDate {
  const year = yearOf(day)
  const month = lastWithin(12, (candidate) => dayNumber(year, candidate, 1) <= day)
  const dayOfMonth = day - dayNumber(year, month, 1) + 1
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`
}

/**
 * Tells the year of a day.
 *
 * @param day - Days since 1970-01-01.
 * @returns Gregorian.
 */
export function yearOf(day: DayNumber): number {
  const guess = 1970 + Math.floor(day / 365.2425)
  if (dayNumber(guess, 1, 1) > day) return guess - 1
  return dayNumber(guess + 1, 1, 1) <= day ? guess + 1 : guess
}

/**
 * Tells the day of the week.
 *
 * @param day - Days since 1970-01-01, which was a Thursday.
 * @returns 0 for Sunday to 6 for Saturday.
 */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7
}

/**
 * Counts the seconds from midnight to a time of day.
 *
 * @param time - `HH:MM`.
 * @param argument - Its name, for the error.
 * @returns 0 to 86,340, by the clock on the wall: a change of summer time is not counted.
 * @throws InvalidValueError when there is no such time.
 */
export function secondOfDay(time: CivilTime, argument = 'time'): number {
  parseTime(time, argument)
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60
}

/**
 * Parses a time of day.
 *
 * @param value - `HH:MM`.
 * @param argument - Its name, for the error.
 * @returns The same.
 * @throws InvalidValueError when there is no such time.
 */
export function parseTime(value: unknown, argument: string): CivilTime {
  if (isTime(value)) return value
  throw new InvalidValueError(argument, 'a time as HH:MM', value)
}

/**
 * Tells whether something is a time of day.
 *
 * @param value - Anything.
 * @returns Whether it is `HH:MM`.
 */
export function isTime(value: unknown): value is CivilTime {
  return typeof value === 'string' && TIME.test(value)
}

function lastWithin(limit: number, fits: (candidate: number) => boolean): number {
  let candidate = limit
  while (candidate > 1 && !fits(candidate)) candidate -= 1
  return candidate
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
