import type { Clock } from '../../shared/core/clock'

/** A clock that a test moves. */
export type VirtualClock = Clock & {
  readonly advance: (byInMs: number) => void
  readonly set: (nowInMs: number) => void
}

/**
 * Makes a clock that stands still.
 *
 * @param start - An instant as Date.parse reads it, or milliseconds.
 * @returns The clock.
 */
export function virtualClock(start: string | number): VirtualClock {
  let now = typeof start === 'string' ? Date.parse(start) : start
  return {
    nowInMs: () => now,
    advance: (byInMs) => {
      now += byInMs
    },
    set: (nowInMs) => {
      now = nowInMs
    },
  }
}
