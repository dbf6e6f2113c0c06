import { Cron } from 'croner'
import { messageOf } from '../../../shared/core/errors'
import { AppStartError } from '../errors'
import { parseTimeSpan } from '../timeSpan'

/** When a timer fires. */
export type Schedule = {
  /**
   * Finds the next occurrence.
   *
   * @param afterInMs - Exclusive.
   * @returns Undefined when there is none.
   */
  readonly next: (afterInMs: number) => number | undefined
  /** Set for a fixed interval. */
  readonly intervalInMs?: number
}

/**
 * Parses the schedule of a timer trigger.
 *
 * @param text - NCRONTAB (second, minute, hour, day, month, day of week; without the first it is second 0), or a time
 * span `[d.]hh:mm:ss`. In UTC; day and day of week must both fit.
 * @param functionName - For the error.
 * @returns The schedule.
 * @throws AppStartError when it is neither.
 */
export function parseSchedule(text: string, functionName: string): Schedule {
  const intervalInMs = parseTimeSpan(text) ?? 0
  if (intervalInMs > 0) return { next: (afterInMs) => afterInMs + intervalInMs, intervalInMs }
  try {
    const cron = new Cron(text, {
      timezone: 'UTC',
      domAndDow: true,
      mode: '5-or-6-parts',
      paused: true,
    })
    return { next: (afterInMs) => cron.nextRun(new Date(afterInMs))?.getTime() }
  } catch (error) {
    throw new AppStartError(
      `Function '${functionName}': the schedule '${text}' is neither a cron expression of 5 or 6 fields nor a time span hh:mm:ss (${messageOf(error)}).`,
      { cause: error },
    )
  }
}
