import type { HostClock } from '../../../local/host/clock'

/** A clock that stands until it is moved. */
export type ManualClock = HostClock & {
  /** Moves on, calling what falls due on the way, each at its own time. */
  readonly advance: (byInMs: number) => void
}

/**
 * Makes a clock for tests.
 *
 * @param startInMs - Its first time.
 * @returns The clock.
 */
export function makeManualClock(startInMs: number): ManualClock {
  let nowInMs = startInMs
  const timers = new Set<{ readonly atInMs: number; readonly run: () => void }>()
  return {
    nowInMs: () => nowInMs,
    setTimer: (delayInMs, run) => {
      const timer = { atInMs: nowInMs + Math.max(delayInMs, 0), run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    advance: (byInMs) => {
      const untilInMs = nowInMs + byInMs
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.atInMs - b.atInMs)
        if (next === undefined || next.atInMs > untilInMs) break
        timers.delete(next)
        nowInMs = Math.max(nowInMs, next.atInMs)
        next.run()
      }
      nowInMs = untilInMs
    },
  }
}
