/** Where time comes from: passed in, so that a test can say what time it is. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  readonly nowInMs: () => number
}

/**
 * Gives the time as contracts count it.
 *
 * @param clock - Where time comes from.
 * @returns Whole seconds since the Unix epoch, rounded down.
 */
export function nowInSeconds(clock: Clock): number {
  return Math.floor(clock.nowInMs() / 1000)
}
