import type { Log } from '../shared/core/log'
import { formatLine } from '../shared/core/log'

/** When a run reached its named points. */
export type Stages = {
  readonly log: Log
  /** Forgets what was reached. */
  readonly restart: () => void
  /** When each point was last reached, in Unix milliseconds. */
  readonly reachedAtInMs: ReadonlyMap<string, number>
}

const POINT = 'point '

/**
 * Opens a log that notes when named points are reached: one run at a time.
 *
 * @returns The log; what goes wrong is for whoever reads the bench's own lines.
 */
export function openStages(): Stages {
  const reachedAtInMs = new Map<string, number>()
  return {
    reachedAtInMs,
    restart: () => {
      reachedAtInMs.clear()
    },
    log: {
      debug: () => undefined,
      info: (message, fields) => {
        // A host writes its lines as well.
        formatLine(message, fields)
        if (!message.startsWith(POINT)) return
        reachedAtInMs.set(message.slice(POINT.length), performance.timeOrigin + performance.now())
      },
      warn: (message, fields) => process.stderr.write(`${formatLine(message, fields)}\n`),
      error: (message, fields) => process.stderr.write(`${formatLine(message, fields)}\n`),
    },
  }
}
