import type { ServiceBusClient } from '@azure/service-bus'
import type { HostClock } from '../clock'
import { connect } from './connect'
import type { Handling } from './handleMessages'
import { makeNotice } from './notice'
import { Places } from './places'
import { receive } from './receive'
import type { ServiceBusSettings } from './settings'
import { unlessSilent } from './unlessSilent'

/** What a listener runs with. */
export type ListenerOptions = {
  readonly handling: Handling
  readonly settings: ServiceBusSettings
  readonly clock: HostClock
}

const FIRST_PAUSE_IN_MS = 250
const LONGEST_PAUSE_IN_MS = 10_000

/** Takes the messages of one function, by one connection after the other. */
export class ServiceBusListener {
  readonly #options: ListenerOptions
  readonly #places: Places
  readonly #notice: ReturnType<typeof makeNotice>
  readonly #cut: Promise<void>
  #cutOff: () => void = () => undefined
  #endPause: () => void = () => undefined
  #isStopped = false
  #failures = 0
  #ended: Promise<void> = Promise.resolve()

  constructor(options: ListenerOptions) {
    const { handling, settings } = options
    const { isBatched, isSessionsEnabled } = handling.trigger
    const { maxConcurrentCalls, maxConcurrentSessions } = settings
    this.#options = options
    // Both counts are, in the real host, of functions that get one message at a time.
    this.#places = new Places(
      isBatched ? 1 : isSessionsEnabled ? maxConcurrentSessions : maxConcurrentCalls,
    )
    this.#notice = makeNotice(handling.trigger)
    this.#cut = new Promise((resolve) => {
      this.#cutOff = resolve
    })
  }

  start(): void {
    this.#ended = this.#run()
  }

  // Takes no more; resolves when nothing runs, and the connection is closed.
  stop(): Promise<void> {
    this.#isStopped = true
    this.#places.wake()
    this.#endPause()
    return this.#ended
  }

  // Waits no longer for what runs: its locks run out.
  cut(): void {
    this.#cutOff()
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#serve()
      } catch (error) {
        this.#notice.lost(error)
        await this.#pause()
      }
    }
  }

  async #serve(): Promise<void> {
    const { handling, settings } = this.#options
    const { connection, isSessionsEnabled } = handling.trigger
    const client = await connect(connection, isSessionsEnabled)
    const gone = new AbortController()
    const faults: unknown[] = []
    try {
      await receive({
        ...{ client, handling, settings, places: this.#places, gone: gone.signal },
        isWanted: () => !this.#isStopped && faults.length === 0 && !gone.signal.aborted,
        onReached: () => {
          this.#failures = 0
          this.#notice.reached()
        },
        onFault: (error) => {
          faults.push(error)
          this.#places.wake()
        },
      })
      if (faults.length > 0) throw faults[0]
      await Promise.race([this.#places.waitForAll(), this.#cut])
    } finally {
      gone.abort()
      await close(client)
    }
  }

  // Ends at once when the listener is stopped.
  #pause(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    const delayInMs = Math.min(FIRST_PAUSE_IN_MS * 2 ** this.#failures, LONGEST_PAUSE_IN_MS)
    this.#failures += 1
    return new Promise((resolve) => {
      const cancel = this.#options.clock.setTimer(delayInMs, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }
}

async function close(client: ServiceBusClient): Promise<void> {
  try {
    await unlessSilent(client.close())
  } catch {
    // It was closed by its broker, or its broker has gone.
  }
}
