import { InvalidValueError } from '../core/errors'
import { type CivilDate, type CivilTime, dayOf, parseTime, secondOfDay } from './civil'

/** A trading day with its own hours, in the calendar's zone, and without a lunch break. */
export type AddedSession = {
  readonly date: CivilDate
  readonly open: CivilTime
  readonly close: CivilTime
}

/**
 * What an operator knows better than the data, at run time: a closure or an early close announced since.
 *
 * A date stands in it once. Where it does not, `closed` goes before `sessions`, and `sessions` before `closes`.
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
 * Parses overrides as an operator writes them. Whether they fit a calendar, parseCalendarOverrides tells.
 *
 * @param value - Parsed JSON.
 * @param argument - Its name, for the error.
 * @returns In one form, which can be hashed: lists by date, nothing empty. Every date exists and stands once, every time is
 *   a time, and sessions open before they close.
 * @throws InvalidValueError naming the first part that is otherwise.
 */
export function parseOverrides(value: unknown, argument = 'overrides'): CalendarOverrides {
  const fields = record(value, argument, ['closed', 'sessions', 'closes'])
  const closed = list(fields['closed'] ?? [], `${argument}.closed`).map((date, index) =>
    parseDate(date, `${argument}.closed[${String(index)}]`),
  )
  const sessions = list(fields['sessions'] ?? [], `${argument}.sessions`).map((each, index) =>
    parseSession(each, `${argument}.sessions[${String(index)}]`),
  )
  const closes = Object.entries(record(fields['closes'] ?? {}, `${argument}.closes`)).map(
    ([date, time]): [CivilDate, CivilTime] => [
      parseDate(date, `${argument}.closes`),
      parseTime(time, `${argument}.closes.${date}`),
    ],
  )
  const dates = [...closed, ...sessions.map(({ date }) => date), ...closes.map(([date]) => date)]
  const twice = dates.find((date, index) => dates.indexOf(date) !== index)
  if (twice !== undefined) throw new InvalidValueError(argument, 'each date once', twice)
  return {
    ...(closed.length > 0 && { closed: closed.sort() }),
    ...(sessions.length > 0 && { sessions: sessions.sort(byDate) }),
    ...(closes.length > 0 && { closes: Object.fromEntries(closes) }),
  }
}

function byDate(a: AddedSession, b: AddedSession): number {
  return a.date < b.date ? -1 : 1
}

function parseSession(value: unknown, argument: string): AddedSession {
  const { date, open, close } = record(value, argument, ['date', 'open', 'close'])
  const session = {
    date: parseDate(date, `${argument}.date`),
    open: parseTime(open, `${argument}.open`),
    close: parseTime(close, `${argument}.close`),
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

function record(
  value: unknown,
  argument: string,
  names?: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValueError(argument, EXPECTED, value)
  }
  const foreign = names && Object.keys(value).find((name) => !names.includes(name))
  if (foreign !== undefined) throw new InvalidValueError(argument, EXPECTED, foreign)
  return value as Readonly<Record<string, unknown>>
}
