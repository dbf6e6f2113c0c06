import type { HistoryEvent } from './events'
import type { DurableStore, Instance } from './model'
import { isFinished } from './model'

const CAPACITY = 500

/** Keeps the histories of running instances parsed: each turn replays the whole of one. */
export class HistoryCache {
  readonly #store: DurableStore
  readonly #entries = new Map<string, { executionId: string; events: readonly HistoryEvent[] }>()

  /** @param store - Where all of them are. */
  constructor(store: DurableStore) {
    this.#store = store
  }

  /**
   * Gives the history of an instance's current execution.
   *
   * @param instance - As stored.
   * @returns All events of earlier turns.
   */
  get(instance: Instance): readonly HistoryEvent[] {
    const { id, executionId } = instance
    const entry = this.#entries.get(id)
    return entry?.executionId === executionId ? entry.events : this.#store.getHistory(id)
  }

  /**
   * Remembers a history that the store holds.
   *
   * @param instance - As stored.
   * @param events - All.
   */
  set(instance: Instance, events: readonly HistoryEvent[]): void {
    const { id, executionId, status } = instance
    this.#entries.delete(id)
    if (isFinished(status)) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined && this.#entries.size >= CAPACITY) this.#entries.delete(oldest)
    this.#entries.set(id, { executionId, events })
  }

  /**
   * Forgets an instance.
   *
   * @param id - Of the instance.
   */
  delete(id: string): void {
    this.#entries.delete(id)
  }
}
