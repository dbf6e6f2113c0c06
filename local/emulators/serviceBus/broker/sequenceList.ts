import type { Message } from './message'

const MIN_GONE_BEFORE_COMPACTING = 1024

/** Messages in the order of their sequence numbers: taken from the front, mostly added at the back. */
export class SequenceList {
  #items: (Message | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  first(): Message | undefined {
    return this.#items[this.#head]
  }

  shift(): Message | undefined {
    const message = this.#items[this.#head]
    if (message === undefined) return undefined
    this.#items[this.#head] = undefined
    this.#head += 1
    if (this.#head > MIN_GONE_BEFORE_COMPACTING && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return message
  }

  // Puts a message where its number belongs: one that comes back is served before those sent after it.
  insert(message: Message): void {
    let index = this.#items.length
    while (index > this.#head && this.#sequenceAt(index - 1) > message.sequence) index -= 1
    if (index === this.#head && this.#head > 0) {
      this.#head -= 1
      this.#items[this.#head] = message
      return
    }
    this.#items.splice(index, 0, message)
  }

  toArray(): readonly Message[] {
    return this.#items.slice(this.#head).filter((message) => message !== undefined)
  }

  #sequenceAt(index: number): number {
    return this.#items[index]?.sequence ?? 0
  }
}
