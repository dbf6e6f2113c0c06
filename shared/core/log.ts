/** How much a line matters. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** What a line says besides its message; never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Where lines go. An implementation writes `message key=value …` on one line. */
export type Log = {
  readonly [level in LogLevel]: (message: string, fields?: LogFields) => void
}

/** The states of one delivery that are durable when their line is written (docs/architecture.md, section 7). */
export type NamedPoint =
  | 'wake'
  | 'start'
  | 'deliveries'
  | 'observe'
  | 'observed'
  | 'execute'
  | 'envelope'
  | 'submitted'
  | 'signed'
  | 'broadcast'
  | 'mined'
  | 'settled'
  | 'raised'
  | 'recorded'

/**
 * Writes that a delivery has reached a named point.
 *
 * Kill tests aim at these lines: the embedded host ends itself when one passes its sink.
 *
 * @param log - Where to.
 * @param point - The point: what it names is durable, or (observe, execute, broadcast) about to be tried.
 * @param fields - Ids.
 */
export function logPoint(log: Log, point: NamedPoint, fields: LogFields): void {
  log.info(`point ${point}`, fields)
}

/**
 * Formats a line.
 *
 * @param message - What happened.
 * @param fields - Undefined ones are left out.
 * @returns One line, without its end.
 */
export function formatLine(message: string, fields: LogFields = {}): string {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined)
  return [message, ...said.map(([key, value]) => `${key}=${formatValue(value)}`)].join(' ')
}

function formatValue(value: LogFields[string]): string {
  const text = String(value)
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)
}
