import type { Log } from '../../shared/core/log'
import { formatLine } from '../../shared/core/log'

/** A log that a test reads. */
export type RecordingLog = Log & {
  readonly lines: readonly string[]
  /** The named points that were reached, in their order. */
  readonly points: () => readonly string[]
}

/**
 * Makes a log that keeps its lines.
 *
 * @returns The log.
 */
export function recordingLog(): RecordingLog {
  const lines: string[] = []
  const keep: Log['info'] = (message, fields) => {
    lines.push(formatLine(message, fields))
  }
  return {
    debug: keep,
    info: keep,
    warn: keep,
    error: keep,
    lines,
    points: () => lines.flatMap((line) => /^point (\S+)/.exec(line)?.[1] ?? []),
  }
}
