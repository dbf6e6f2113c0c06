/** So many invocations of one function may run at once. One loop at a time waits for a place. */
export class Places {
  readonly #taken = new Set<Promise<void>>()
  #wake: () => void = () => undefined

  constructor(private readonly count: number) {}

  // The work must not reject.
  fill(work: Promise<void>): void {
    const done = work.then(() => {
      this.#taken.delete(done)
      this.#wake()
    })
    this.#taken.add(done)
  }

  // Tells whether there is one; false only when it is no longer wanted, which `wake` lets it ask.
  async waitForOne(isWanted: () => boolean): Promise<boolean> {
    while (this.#taken.size >= this.count && isWanted()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return this.#taken.size < this.count
  }

  wake(): void {
    this.#wake()
  }

  async waitForAll(): Promise<void> {
    await Promise.all(this.#taken)
  }
}
