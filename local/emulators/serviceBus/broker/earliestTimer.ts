import type { HostClock } from '../../../host/clock'

/** One timer for many deadlines: it runs at the earliest, and whoever it runs asks for the next. */
export class EarliestTimer {
  #dueInMs = Number.POSITIVE_INFINITY
  #cancel: () => void = () => undefined

  // `run` may come a little early; it does what is due and asks again by wakeBy.
  constructor(
    private readonly clock: HostClock,
    private readonly run: () => void,
  ) {}

  // Sees to it that it runs at that instant, if not before.
  wakeBy(atInMs: number): void {
    if (atInMs >= this.#dueInMs) return
    this.#cancel()
    this.#dueInMs = atInMs
    this.#cancel = this.clock.setTimer(atInMs - this.clock.nowInMs(), () => {
      this.#dueInMs = Number.POSITIVE_INFINITY
      this.run()
    })
  }

  // Takes every deadline back.
  stop(): void {
    this.#cancel()
    this.#dueInMs = Number.POSITIVE_INFINITY
  }
}
