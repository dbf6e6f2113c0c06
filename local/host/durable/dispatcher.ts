/** What a dispatcher does with its ids. */
export type DispatcherOptions = {
  readonly maxConcurrent: number
  /** Must not throw for a fault of the work itself. */
  readonly run: (id: string) => Promise<void>
  readonly onError: (id: string, error: unknown) => void
}

/** Runs work by id: several at once, never the same id twice at once, an id that comes again while it runs once more. */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #ready = new Set<string>()
  readonly #busy = new Set<string>()
  #isStopped = false
  #onIdle: (() => void)[] = []

  /** @param options - What to run. */
  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  /**
   * Puts an id in line.
   *
   * @param id - Of the work.
   */
  add(id: string): void {
    this.#ready.add(id)
    this.#pump()
  }

  /**
   * Whether nothing more is to begin.
   *
   * @returns True from `stop` on.
   */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /**
   * Begins nothing more.
   *
   * @returns When nothing runs any more.
   */
  stop(): Promise<void> {
    this.#isStopped = true
    if (this.#busy.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#onIdle.push(resolve)
    })
  }

  #pump(): void {
    for (const id of this.#ready) {
      if (this.#isStopped || this.#busy.size >= this.#options.maxConcurrent) return
      if (this.#busy.has(id)) continue
      this.#ready.delete(id)
      this.#busy.add(id)
      void this.#run(id)
    }
  }

  async #run(id: string): Promise<void> {
    // Work that ends without waiting for anything outside would keep timers, requests and signals waiting for ever.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      if (!this.#isStopped) await this.#options.run(id)
    } catch (error) {
      this.#options.onError(id, error)
    }
    this.#busy.delete(id)
    if (this.#isStopped && this.#busy.size === 0) for (const call of this.#onIdle) call()
    this.#pump()
  }
}
