import type { Interval } from '../calendar/interval'
import type { Seconds } from './duration'

/** How often. */
export type IntervalOptions = { readonly every: Seconds }

/**
 * Declares that a Cryplet wakes at fixed intervals.
 *
 * @param options - How often, as in `{ every: minutes(5) }`: 1 s to a day.
 * @returns The declaration.
 */
export function interval(options: IntervalOptions): Interval {
  return { kind: 'interval', everyInSeconds: options.every.seconds }
}
