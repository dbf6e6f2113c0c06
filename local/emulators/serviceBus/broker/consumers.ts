import type { Consumer } from './ports'

/** The receivers that compete for the messages of a queue: each gets one in turn. */
export class Consumers {
  readonly #all = new Set<Consumer>()
  #isServing = false

  // @param serveOne - Delivers one message; false when there is none for that receiver.
  constructor(private readonly serveOne: (consumer: Consumer) => boolean) {}

  add(consumer: Consumer): void {
    this.#all.add(consumer)
  }

  // Gives false when it was not there.
  remove(consumer: Consumer): boolean {
    return this.#all.delete(consumer)
  }

  // Goes round until nobody takes more, or nothing is left.
  serve(): void {
    // A delivery may bring a message of another queue here (dead letters), and so ask again.
    if (this.#isServing) return
    this.#isServing = true
    try {
      while (this.#serveRound());
    } finally {
      this.#isServing = false
    }
  }

  #serveRound(): boolean {
    let isServed = false
    for (const consumer of this.#all) {
      if (consumer.capacity() <= 0 || !this.serveOne(consumer)) continue
      isServed = true
      // Behind the others, for the next call too. A receiver that this very delivery ended stays out.
      if (this.#all.delete(consumer)) this.#all.add(consumer)
      break
    }
    return isServed
  }
}
