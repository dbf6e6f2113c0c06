import type { Command } from 'commander'
import { requireCalendar } from '../../shared/calendar/calendars'
import { type Session, sessionsOf } from '../../shared/calendar/sessionsOf'
import { InvalidValueError } from '../../shared/core/errors'
import type { Io } from '../io'

/** What to list. */
export type CalendarOptions = {
  /** ISO 10383 market code. */
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
    .description('Lists the sessions of an exchange, in UTC.')
    .argument('<name>', 'market code, as in XNYS')
    .option('--year <year>', 'only this year')
    .option('--json', 'write one JSON document: [{ date, open, close, early }]')
    .action((name: string, options: Omit<CalendarOptions, 'name'>) => {
      runCalendar({ ...options, name }, io.out)
    })
}

/**
 * Lists the sessions of an exchange.
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
  const lines = sessions.map(
    ({ date, open, close, early }) => `${date}  ${open}  ${close}${early ? '  early' : ''}`,
  )
  out(`${calendar.version}: ${String(sessions.length)} sessions\n${lines.join('\n')}\n`)
}

function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidValueError('year', 'four digits', text)
  return Number(text)
}

type UtcSession = Omit<Session, 'open' | 'close'> & {
  /** ISO 8601, in UTC. */
  readonly open: string
  /** ISO 8601, in UTC. */
  readonly close: string
}

function toUtc({ date, open, close, early }: Session): UtcSession {
  return { date, open: isoOf(open), close: isoOf(close), early }
}

function isoOf(instant: number): string {
  return new Date(instant * 1000).toISOString().replace('.000Z', 'Z')
}
