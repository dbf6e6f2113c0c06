import type { Message } from './message'
import { SequenceList } from './sequenceList'

/** Messages that wait for a receiver: a list for each session, or one list where there are no sessions. */
export class ReadyMessages {
  readonly #lists = new Map<string | undefined, SequenceList>()

  // @param hasSessions - Whether lists go by session id.
  constructor(private readonly hasSessions: boolean) {}

  insert(message: Message): void {
    const key = this.hasSessions ? message.content.sessionId : undefined
    const list = this.#lists.get(key) ?? new SequenceList()
    this.#lists.set(key, list)
    list.insert(message)
  }

  // Takes the first message of a session, whether or not it has expired.
  shift(sessionId: string | undefined): Message | undefined {
    const list = this.#lists.get(sessionId)
    const message = list?.shift()
    if (list?.length === 0) this.#lists.delete(sessionId)
    return message
  }

  // Tells the sessions that have messages, those that were served longest ago first.
  sessionIds(): readonly string[] {
    return [...this.#lists.keys()].filter((sessionId) => sessionId !== undefined)
  }

  first(sessionId: string): Message | undefined {
    return this.#lists.get(sessionId)?.first()
  }

  // Puts a session behind the others, so that one that keeps failing does not keep them from being served.
  moveToBack(sessionId: string): void {
    const list = this.#lists.get(sessionId)
    if (list === undefined) return
    this.#lists.delete(sessionId)
    this.#lists.set(sessionId, list)
  }

  // Takes out what has expired.
  takeExpired(nowInMs: number): readonly Message[] {
    const expired: Message[] = []
    for (const [key, list] of this.#lists) {
      const all = list.toArray()
      const gone = all.filter((message) => message.expiresAtInMs <= nowInMs)
      if (gone.length === 0) continue
      expired.push(...gone)
      this.#lists.delete(key)
      for (const message of all) if (message.expiresAtInMs > nowInMs) this.insert(message)
    }
    return expired
  }

  all(): readonly Message[] {
    return [...this.#lists.values()].flatMap((list) => list.toArray())
  }
}
