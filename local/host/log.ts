import { writeSync } from 'node:fs'
import type { Clock } from '../../shared/core/clock'
import type { LogEntry } from './registry'

const LEVELS = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none']

const SHORT_NAMES: Readonly<Record<string, string>> = { information: 'info', warning: 'warn' }

const STDERR = 2

/** How lines are filtered and written. */
export type LogSinkOptions = {
  readonly clock: Clock
  /** Of host.json: category, or `default`, to level. */
  readonly logLevels: Readonly<Record<string, string>>
  /** Must have written when it returns. */
  readonly write?: (line: string) => void
}

/**
 * Makes the sink of all logs: one line each, as in `2026-11-22T11:03:53Z info marketClose message`.
 *
 * @param options - Filter and way out.
 * @returns The sink; it gives the line that it wrote, undefined when the level is filtered out.
 */
export function makeLogSink(options: LogSinkOptions): (entry: LogEntry) => string | undefined {
  const { clock, logLevels, write = writeToStderr } = options
  return (entry) => {
    const level = LEVELS.indexOf(entry.level.toLowerCase())
    if (level < LEVELS.indexOf(minimumLevel(entry, logLevels))) return undefined
    const time = new Date(clock.nowInMs()).toISOString().replace(/\.\d+Z$/, 'Z')
    const name = SHORT_NAMES[entry.level] ?? entry.level
    const line = `${time} ${name} ${entry.functionName ?? 'host'} ${onOneLine(entry.message)}`
    write(`${line}\n`)
    return line
  }
}

// The longest category of host.json that the entry falls under decides, as in the real host.
function minimumLevel({ functionName, category }: LogEntry, levels: LogSinkOptions['logLevels']) {
  const scope =
    functionName === undefined
      ? 'Host'
      : `Function.${functionName}${category === 'user' ? '.User' : ''}`
  const best = Object.keys(levels)
    .filter((key) => scope === key || scope.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0]
  const level = levels[best ?? 'default']?.toLowerCase() ?? 'information'
  return LEVELS.includes(level) ? level : 'information'
}

function onOneLine(message: string): string {
  return message.trim().replace(/\s*[\r\n]+\s*/g, ' | ')
}

// Synchronous even where stderr is a non-blocking pipe: a line must outlive a SIGKILL that follows it.
function writeToStderr(line: string): void {
  let rest = Buffer.from(line)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(STDERR, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}
