import { functionsByTrigger, getTriggerOptions } from '../bindings'
import type { HostClock } from '../clock'
import { makeInputs } from '../inputs'
import type { RetryContext } from '../invoke'
import { invoke } from '../invoke'
import type { RegisteredFunction } from '../registry'
import type { TimerStatus, TimerStore } from '../store/timerStore'
import { nextRetry } from './retry'
import type { Schedule } from './schedule'
import { parseSchedule } from './schedule'

/** What timers run with. */
export type TimerHostOptions = {
  readonly functions: readonly RegisteredFunction[]
  readonly store: TimerStore
  readonly clock: HostClock
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string, error: unknown) => void
}

/** The timers of an app. */
export type TimerHost = {
  readonly start: () => void
  /** Fires no more; resolves when nothing runs. */
  readonly stop: () => Promise<void>
}

/** Timers that fire more often are not monitored: what they missed is not made up for. */
const MIN_MONITORED_IN_MS = 60_000

const NEVER = '0001-01-01T00:00:00'

/**
 * Makes an app's timers.
 *
 * Each is alone: it fires again only when its run has ended. A monitored one that missed an occurrence while the host
 * was down fires once at the start, and is told so.
 *
 * @param options - The app.
 * @returns The timers, not yet started.
 * @throws AppStartError for a schedule that cannot be read.
 */
export function makeTimers(options: TimerHostOptions): TimerHost {
  const timers = functionsByTrigger(options.functions, 'timerTrigger').map(
    (registered) => new Timer(options, registered),
  )
  return {
    start: () => {
      for (const timer of timers) timer.start()
    },
    stop: async () => {
      await Promise.all(timers.map((timer) => timer.stop()))
    },
  }
}

class Timer {
  readonly #options: TimerHostOptions
  readonly #registered: RegisteredFunction
  readonly #schedule: Schedule
  readonly #isMonitored: boolean
  readonly #runOnStartup: boolean
  #lastInMs: number | undefined
  #running: Promise<void> = Promise.resolve()
  #cancel: () => void = () => undefined
  #isStopped = false

  constructor(options: TimerHostOptions, registered: RegisteredFunction) {
    const { schedule, useMonitor, runOnStartup } = getTriggerOptions(registered.metadata)
    this.#options = options
    this.#registered = registered
    this.#schedule = parseSchedule(String(schedule), registered.metadata.name)
    this.#isMonitored =
      useMonitor !== false &&
      shortestGap(this.#schedule, options.clock.nowInMs()) >= MIN_MONITORED_IN_MS
    this.#runOnStartup = runOnStartup === true
  }

  start(): void {
    const isPastDue = this.#isMonitored && this.#wasMissed()
    if (isPastDue || this.#runOnStartup) this.#fire(isPastDue)
    else this.#arm()
  }

  stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel()
    return this.#running
  }

  #wasMissed(): boolean {
    const { store, clock } = this.#options
    const { name } = this.#registered.metadata
    const nowInMs = clock.nowInMs()
    const known = store.getTimer(name)
    this.#lastInMs = known?.lastInMs
    // From the last run and not as it was written down: the schedule may have changed since.
    const since = known === undefined ? nowInMs : (known.lastInMs ?? known.updatedInMs)
    const nextInMs = this.#schedule.next(since)
    if (nextInMs === undefined) return false
    if (known?.nextInMs !== nextInMs) this.#save({ nextInMs, updatedInMs: nowInMs })
    return nextInMs < nowInMs
  }

  #arm(): void {
    if (this.#isStopped) return
    const { clock } = this.#options
    const nextInMs = this.#schedule.next(clock.nowInMs())
    if (nextInMs !== undefined) this.#wakeAt(nextInMs)
  }

  #wakeAt(atInMs: number): void {
    const { clock } = this.#options
    this.#cancel = clock.setTimer(atInMs - clock.nowInMs(), () => {
      // A clock may wake early, and far times come in parts.
      if (clock.nowInMs() < atInMs) this.#wakeAt(atInMs)
      else this.#fire(false)
    })
  }

  #fire(isPastDue: boolean): void {
    const { name } = this.#registered.metadata
    this.#running = this.#run(isPastDue)
      .catch((error: unknown) => {
        // What could not be saved, as when the disk is full, is made up for.
        this.#options.onFailure(name, error)
      })
      .then(() => {
        this.#arm()
      })
  }

  async #run(isPastDue: boolean): Promise<void> {
    const { clock } = this.#options
    const firedAtInMs = clock.nowInMs()
    const nextInMs = this.#schedule.next(firedAtInMs)
    const status = { nextInMs: nextInMs ?? firedAtInMs, updatedInMs: firedAtInMs }
    const value = { json: JSON.stringify(this.#describe(isPastDue, status)) }
    const hasEnded = await this.#invokeWithRetry(value)
    // Only then: a run that the process did not survive, or that was cut off, is made up for.
    if (!hasEnded) return
    this.#lastInMs = firedAtInMs
    if (this.#isMonitored && nextInMs !== undefined) this.#save(status)
  }

  // False when the timer was stopped before the last attempt.
  async #invokeWithRetry(value: { readonly json: string }): Promise<boolean> {
    const { clientPayload, onFailure } = this.#options
    const { metadata } = this.#registered
    const inputData = makeInputs(this.#registered, value, clientPayload)
    let retryContext: RetryContext | undefined
    for (let attempts = 1; !this.#isStopped; attempts += 1) {
      try {
        await invoke(this.#registered, { inputData, ...(retryContext && { retryContext }) })
        return true
      } catch (error) {
        onFailure(metadata.name, error)
        const retry = nextRetry(metadata.retryOptions, { attempts, error })
        if (retry === undefined) return true
        retryContext = retry.context
        await this.#pause(retry.delayInMs)
      }
    }
    return false
  }

  // Ends at once when the timer is stopped.
  #pause(delayInMs: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#options.clock.setTimer(delayInMs, resolve)
      this.#cancel = () => {
        cancel()
        resolve()
      }
    })
  }

  #describe(isPastDue: boolean, { nextInMs, updatedInMs }: Omit<TimerStatus, 'lastInMs'>): unknown {
    const last = this.#lastInMs === undefined ? NEVER : toIso(this.#lastInMs)
    return {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: this.#isMonitored
        ? { Last: last, LastUpdated: toIso(updatedInMs), Next: toIso(nextInMs) }
        : null,
      IsPastDue: isPastDue,
    }
  }

  #save(status: Omit<TimerStatus, 'lastInMs'>): void {
    const { name } = this.#registered.metadata
    this.#options.store.saveTimer(name, { ...status, lastInMs: this.#lastInMs })
  }
}

function shortestGap(schedule: Schedule, nowInMs: number): number {
  if (schedule.intervalInMs !== undefined) return schedule.intervalInMs
  const first = schedule.next(nowInMs)
  const second = first === undefined ? undefined : schedule.next(first)
  return first === undefined || second === undefined ? Infinity : second - first
}

function toIso(timeInMs: number): string {
  return new Date(timeInMs).toISOString().replace('Z', '+00:00')
}
