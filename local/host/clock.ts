import type { Clock } from '../../shared/core/clock'

/** Time, and being woken by it: passed in, so that a test can jump days. */
export type HostClock = Clock & {
  /**
   * Runs something once the time has come; may do so a little early.
   *
   * @param delayInMs - From now; negative is now.
   * @param run - What.
   * @returns Takes it back.
   */
  readonly setTimer: (delayInMs: number, run: () => void) => () => void
}

/** setTimeout turns longer delays into 1 ms. */
const MAX_DELAY_IN_MS = 0x7fffffff

/** The machine's own clock. */
export const systemClock: HostClock = {
  nowInMs: () => Date.now(),
  setTimer: (delayInMs, run) => {
    const handle = setTimeout(run, Math.min(Math.max(delayInMs, 0), MAX_DELAY_IN_MS))
    return () => {
      clearTimeout(handle)
    }
  },
}
