/** NCRONTAB: each minute on the minute. */
export const EACH_MINUTE = '0 * * * * *'

/** NCRONTAB: each second. */
export const EACH_SECOND = '* * * * * *'

/**
 * Gives the rhythm in which something that happens at whole multiples of a span is asked for.
 *
 * @param everyInSeconds - The span, 1 or more.
 * @returns NCRONTAB: each minute where all multiples lie on one, else each second.
 */
export function cronOf(everyInSeconds: number): string {
  return everyInSeconds % 60 === 0 ? EACH_MINUTE : EACH_SECOND
}
