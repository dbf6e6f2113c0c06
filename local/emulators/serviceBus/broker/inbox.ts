import { EarliestTimer } from './earliestTimer'
import type { Content, Message } from './message'
import type { BrokerPorts, Stored } from './ports'

/** Where an inbox brings its messages. */
export type InboxOptions = {
  readonly path: string
  readonly ports: BrokerPorts
  /** 0 lets duplicates through. */
  readonly duplicateWindowInMs: number
  /** Journals a message as active; returns what shows it to receivers, to be called once that is durable. */
  readonly admit: (message: Message) => () => void
}

/** The way into a queue or topic: refuses duplicates, numbers, and holds back what is scheduled. */
export class Inbox {
  #nextSequence = 1
  readonly #scheduled = new Map<number, Message>()
  readonly #duplicates = new Map<string, number>()
  readonly #due: EarliestTimer

  constructor(private readonly options: InboxOptions) {
    this.#due = new EarliestTimer(options.ports.clock, () => {
      this.#bringDue()
    })
  }

  // Takes up what a journal kept; only of scheduled messages.
  restore({ nextSequence, messages, duplicates }: Stored): void {
    this.#nextSequence = nextSequence
    for (const [id, untilInMs] of duplicates) this.#duplicates.set(id, untilInMs)
    for (const message of messages) if (message.state === 'scheduled') this.#hold(message)
  }

  // Takes messages in, all or none; durable when it returns. Gives each its number, a duplicate too.
  accept(contents: readonly Content[]): readonly number[] {
    const { journal } = this.options.ports
    const taken = journal.transaction(() => contents.map((content) => this.#journalise(content)))
    for (const { show } of taken) show()
    return taken.map(({ sequence }) => sequence)
  }

  // Takes scheduled messages back, all or none; false when one is not scheduled, or not any more.
  cancel(sequences: readonly number[]): boolean {
    if (sequences.some((sequence) => !this.#scheduled.has(sequence))) return false
    const { path, ports } = this.options
    ports.journal.transaction(() => {
      for (const sequence of sequences) ports.journal.removeMessage(path, sequence)
    })
    for (const sequence of sequences) this.#scheduled.delete(sequence)
    return true
  }

  scheduled(): readonly Message[] {
    return [...this.#scheduled.values()]
  }

  // Gives the next number; to be called within a transaction.
  takeSequence(): number {
    const sequence = this.#nextSequence
    this.#nextSequence += 1
    this.options.ports.journal.saveNextSequence(this.options.path, this.#nextSequence)
    return sequence
  }

  stop(): void {
    this.#due.stop()
  }

  #journalise(content: Content): { readonly sequence: number; readonly show: () => void } {
    const { path, ports, admit } = this.options
    const nowInMs = ports.clock.nowInMs()
    const sequence = this.takeSequence()
    // The sender is told that it was taken, as it was: the first time.
    if (this.#isDuplicate(content.messageId, nowInMs)) return { sequence, show: () => undefined }
    const message: Message = {
      sequence,
      enqueuedSequence: sequence,
      content,
      state: 'active',
      deliveryCount: 0,
      enqueuedAtInMs: nowInMs,
      expiresAtInMs: Number.POSITIVE_INFINITY,
    }
    if ((content.scheduledForInMs ?? 0) <= nowInMs) return { sequence, show: admit(message) }
    const scheduled: Message = { ...message, state: 'scheduled' }
    ports.journal.saveMessage(path, scheduled)
    return {
      sequence,
      show: () => {
        this.#hold(scheduled)
      },
    }
  }

  #isDuplicate(messageId: string, nowInMs: number): boolean {
    const { path, ports, duplicateWindowInMs } = this.options
    if (duplicateWindowInMs === 0) return false
    // Ids stand in the order in which they are forgotten, because each is remembered for the same time.
    for (const [id, untilInMs] of this.#duplicates) {
      if (untilInMs > nowInMs) break
      this.#duplicates.delete(id)
    }
    if (this.#duplicates.has(messageId)) return true
    this.#duplicates.set(messageId, nowInMs + duplicateWindowInMs)
    ports.journal.removeDuplicates(path, nowInMs)
    ports.journal.saveDuplicate(path, messageId, nowInMs + duplicateWindowInMs)
    return false
  }

  #hold(message: Message): void {
    this.#scheduled.set(message.sequence, message)
    this.#due.wakeBy(message.content.scheduledForInMs ?? 0)
  }

  // As on the real service, a message that is due is enqueued then: behind what came before, under a new number.
  #bringDue(): void {
    const { path, ports, admit } = this.options
    const nowInMs = ports.clock.nowInMs()
    const due = [...this.#scheduled.values()]
      .filter(({ content }) => (content.scheduledForInMs ?? 0) <= nowInMs)
      .sort((a, b) => (a.content.scheduledForInMs ?? 0) - (b.content.scheduledForInMs ?? 0))
    const shows = ports.journal.transaction(() =>
      due.map((message) => {
        ports.journal.removeMessage(path, message.sequence)
        return admit({
          ...message,
          sequence: this.takeSequence(),
          state: 'active',
          enqueuedAtInMs: nowInMs,
        })
      }),
    )
    for (const { sequence } of due) this.#scheduled.delete(sequence)
    for (const show of shows) show()
    for (const message of this.#scheduled.values()) {
      this.#due.wakeBy(message.content.scheduledForInMs ?? 0)
    }
  }
}
