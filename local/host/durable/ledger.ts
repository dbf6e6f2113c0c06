import { NonDeterministicError } from '../errors'
import { Future } from './future'

/** Something that this execution has decided and that history does not hold yet. */
export type Decision =
  | { readonly kind: 'activity'; readonly name: string; readonly input: string }
  | { readonly kind: 'timer'; readonly fireAtInMs: number }
  | {
      readonly kind: 'child'
      readonly name: string
      readonly version: string | null
      readonly instanceId: string
      readonly input: string | null
    }
  | { readonly kind: 'continueAsNew'; readonly input: string | null }
  | {
      readonly kind: 'complete'
      readonly status: 'Completed' | 'Failed' | 'Terminated'
      readonly result: string | null
      readonly details: string | null
    }

/** A decision with the id that history will give it. */
export type NumberedDecision = Decision & { readonly id: number }

/**
 * What one execution has decided and still waits for, while its history is replayed.
 *
 * Ids count from 0 in the order of scheduling: activities, sub-orchestrations and timers take one each, waits none. The
 * library numbers its tasks by the same rules; if the two drift apart, results reach the wrong task.
 */
export class Ledger {
  #nextId = 0
  #decisions = new Map<number, Decision>()
  #parked = new Map<number, Decision>()
  readonly #open = new Map<number, Future>()
  readonly #waiting = new Map<string, Future[]>()
  readonly #buffered = new Map<string, number>()

  /**
   * Whether a task or a timer has not ended: then the execution cannot end either.
   *
   * @returns True if one is open.
   */
  get hasOpenTasks(): boolean {
    return this.#open.size > 0
  }

  /**
   * Id of the next task.
   *
   * @returns From 0.
   */
  get nextId(): number {
    return this.#nextId
  }

  /**
   * Decides something that ends later.
   *
   * @param decision - What.
   * @returns Settles with it.
   */
  schedule(decision: Decision): Future {
    const future = new Future()
    this.#open.set(this.decide(decision), future)
    return future
  }

  /**
   * Decides something that nothing waits for.
   *
   * @param decision - What.
   * @returns Its id.
   */
  decide(decision: Decision): number {
    const id = this.#nextId
    this.#nextId += 1
    this.#decisions.set(id, decision)
    return id
  }

  /**
   * Settles a task; an id that is not open is a duplicate and ignored.
   *
   * @param id - Of the task or timer.
   * @param error - Why it failed; undefined when it did not.
   */
  settle(id: number, error?: Error): void {
    const future = this.#open.get(id)
    if (future === undefined) return
    this.#open.delete(id)
    if (error === undefined) future.resolve()
    else future.reject(error)
  }

  /**
   * Checks off a decision that history holds.
   *
   * @param id - In history.
   * @param kind - What history scheduled.
   * @param name - Which function, if any; the case of letters does not count.
   * @throws NonDeterministicError when the code now does something else than it did then.
   */
  match(id: number, kind: Decision['kind'], name?: string): void {
    const decision = this.#decisions.get(id)
    const decidedName = decision !== undefined && 'name' in decision ? decision.name : undefined
    if (decision?.kind !== kind || decidedName?.toLowerCase() !== name?.toLowerCase()) {
      throw new NonDeterministicError(mismatch(id, { kind, name }, decision))
    }
    this.#decisions.delete(id)
  }

  /**
   * Waits for an external event; one that came before is taken at once.
   *
   * @param name - The case of letters does not count.
   * @returns Settles with the event.
   */
  waitForEvent(name: string): Future {
    const key = name.toLowerCase()
    const future = new Future()
    const buffered = this.#buffered.get(key) ?? 0
    if (buffered > 0) {
      this.#buffered.set(key, buffered - 1)
      future.resolve()
    } else {
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), future])
    }
    return future
  }

  /**
   * Gives an event to the one who began to wait last; without one it is kept.
   *
   * @param name - The case of letters does not count.
   */
  raiseEvent(name: string): void {
    const key = name.toLowerCase()
    const waiter = this.#waiting.get(key)?.pop()
    if (waiter === undefined) this.#buffered.set(key, (this.#buffered.get(key) ?? 0) + 1)
    else waiter.resolve()
  }

  /** Keeps back what has been decided until `unpark`. */
  park(): void {
    for (const [id, decision] of this.#decisions) this.#parked.set(id, decision)
    this.#decisions = new Map()
  }

  /** Gives back what was kept back. */
  unpark(): void {
    for (const [id, decision] of this.#parked) this.#decisions.set(id, decision)
    this.#parked = new Map()
  }

  /**
   * Gives what is decided and not in history.
   *
   * @returns In order of ids.
   */
  decisions(): NumberedDecision[] {
    return [...this.#decisions]
      .sort(([a], [b]) => a - b)
      .map(([id, decision]) => ({ ...decision, id }))
  }
}

type Named = { readonly kind: string; readonly name?: string | undefined }

function mismatch(id: number, was: Named, now: Named | undefined): string {
  const what = ({ kind, name }: Named) => (name === undefined ? kind : `${kind} '${name}'`)
  const found =
    now === undefined ? "hasn't (yet?) scheduled this task" : `produced ${what(now)} instead`
  return (
    `A previous execution of this orchestration scheduled ${what(was)} with sequence ID ${String(id)}, ` +
    `but the current replay ${found}. ` +
    'Was a change made to the orchestrator code after this instance had already started running?'
  )
}
