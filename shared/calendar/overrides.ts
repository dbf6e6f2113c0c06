import { InvalidValueError } from '../core/errors'
import { type CivilDate, type CivilTime, dayOf, parseTime, secondOfDay } from './civil'

/** A trading day with its own hours, in the calendar's zone. */
export type AddedSession = {
  readonly date: CivilDate
  readonly open: CivilTime
  readonly close: CivilTime
}

/**
 * What an operator knows better than the data, at run time: a closure or an early close announced since.
 *
 * `closed` goes before `sessions`, and `sessions` before `closes`.
 */
export type CalendarOverrides = {
  /** Days without trading. */
  readonly closed?: readonly CivilDate[]
  /** Days of trading, also on weekends and holidays; they replace the calendar's hours. */
  readonly sessions?: readonly AddedSession[]
  /** Other closing times of days on which there is trading anyway. */
  readonly closes?: Readonly<Record<CivilDate, CivilTime>>
}

const EXPECTED = '{ closed: [date], sessions: [{ date, open, close }], closes: { date: time } }'

/**
 * Parses overrides as an operator writes them in a setting or a table.
 *
 * @param value - Parsed JSON.
 * @param argument - Its name, for the error.
 * @returns Every date exists, every time is a time, and sessions open before they close.
 * @throws InvalidValueError naming the first part that is otherwise.
 */
export function parseOverrides(value: unknown, argument = 'overrides'): CalendarOverrides {
  const { closed = [], sessions = [], closes = {}, ...others } = record(value, argument)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new InvalidValueError(argument, EXPECTED, unknown)
  return {
    closed: list(closed, `${argument}.closed`).map((date) => parseDate(date, argument)),
    sessions: list(sessions, `${argument}.sessions`).map((each) => parseSession(each, argument)),
    closes: Object.fromEntries(
      Object.entries(record(closes, `${argument}.closes`)).map(([date, time]) => [
        parseDate(date, argument),
        parseTime(time, `${argument}.closes.${date}`),
      ]),
    ),
  }
}

function parseSession(value: unknown, argument: string): AddedSession {
  const { date, open, close } = record(value, argument)
  const session = {
    date: parseDate(date, argument),
    open: parseTime(open, argument),
    close: parseTime(close, argument),
  }
  if (secondOfDay(session.open) >= secondOfDay(session.close)) {
    throw new InvalidValueError(argument, 'a session that closes after it opens', session.close)
  }
  return session
}

function parseDate(value: unknown, argument: string): CivilDate {
  const date = text(value, argument)
  dayOf(date, argument)
  return date
}

function text(value: unknown, argument: string): string {
  if (typeof value !== 'string') throw new InvalidValueError(argument, EXPECTED, value)
  return value
}

function list(value: unknown, argument: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new InvalidValueError(argument, EXPECTED, value)
  return value
}

function record(value: unknown, argument: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValueError(argument, EXPECTED, value)
  }
  return value as Readonly<Record<string, unknown>>
}
