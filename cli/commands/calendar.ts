import type { Command } from 'commander'
import { CALENDAR_NAMES, requireCalendar } from '../../shared/calendar/calendars'
import { type Session, sessionsOf } from '../../shared/calendar/sessionsOf'
import { InvalidValueError } from '../../shared/core/errors'
import type { Io } from '../io'

/** What to list. */
export type CalendarOptions = {
  /** Of the calendar, as in `XNYS`. */
  readonly name: string
  /** All years of the calendar when left out. */
  readonly year?: string
  readonly json?: boolean
}

/**
 * Adds `cryplet calendar`.
 *
 * @param program - To which.
 * @param io - Where it writes.
 */
export function calendarCommand(program: Command, io: Pick<Io, 'out'>): void {
  program
    .command('calendar')
    .description('Lists the sessions of an exchange, or the days of TARGET2, in UTC.')
    .argument('<name>', `which one: ${CALENDAR_NAMES.join(', ')}`)
    .option('--year <year>', 'only this year')
    .option(
      '--json',
      'write one JSON document: [{ date, open, close, early, lunch }]; lunch, { start, end }, where there is one',
    )
    .action((name: string, options: Omit<CalendarOptions, 'name'>) => {
      runCalendar({ ...options, name }, io.out)
    })
}

/**
 * Lists the sessions of a calendar.
 *
 * @param options - What to list.
 * @param out - Where it writes.
 * @throws InvalidValueError for a calendar or a year that is none.
 * @throws CalendarRangeError for a year that the calendar does not know.
 */
export function runCalendar(options: CalendarOptions, out: (text: string) => void): void {
  const { name, year, json = false } = options
  const calendar = requireCalendar(name)
  const range = year === undefined ? 'all' : { year: parseYear(year) }
  const sessions = sessionsOf(calendar.name, range).map(toUtc)
  if (json) {
    out(`${JSON.stringify(sessions)}\n`)
    return
  }
  const lines = sessions.map(lineOf)
  out(`${calendar.version}: ${String(sessions.length)} sessions\n${lines.join('\n')}\n`)
}

function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidValueError('year', 'four digits', text)
  return Number(text)
}

/** A session with its times as ISO 8601, in UTC. */
type UtcSession = Pick<Session, 'date' | 'early'> & {
  readonly open: string
  readonly close: string
  readonly lunch?: { readonly start: string; readonly end: string }
}

function toUtc({ date, open, close, early, lunch }: Session): UtcSession {
  return {
    date,
    open: isoOf(open),
    close: isoOf(close),
    early,
    ...(lunch && { lunch: { start: isoOf(lunch.start), end: isoOf(lunch.end) } }),
  }
}

function lineOf({ date, open, close, early, lunch }: UtcSession): string {
  const columns = [date, open, close]
  if (early) columns.push('early')
  if (lunch !== undefined) columns.push(`lunch ${lunch.start} to ${lunch.end}`)
  return columns.join('  ')
}

function isoOf(instant: number): string {
  return new Date(instant * 1000).toISOString().replace('.000Z', 'Z')
}
