/** Something that settles once and lets those who wait go on at once, unlike a promise: replay must not leave its turn. */
export class Future {
  #state: 'open' | 'done' | 'failed' = 'open'
  #error: unknown
  #waiting: (() => void)[] = []

  /**
   * Whether it has settled.
   *
   * @returns True when done or failed.
   */
  get isSettled(): boolean {
    return this.#state !== 'open'
  }

  /** Settles it; the first time counts. */
  resolve(): void {
    this.#settle('done', undefined)
  }

  /**
   * Settles it as failed; the first time counts.
   *
   * @param error - Why.
   */
  reject(error: unknown): void {
    this.#settle('failed', error)
  }

  /**
   * Calls back when it has settled: at once if it has.
   *
   * @param done - When it is done.
   * @param failed - When it failed.
   */
  on(done: () => void, failed: (error: unknown) => void): void {
    const call = () => {
      if (this.#state === 'failed') failed(this.#error)
      else done()
    }
    if (this.isSettled) call()
    else this.#waiting.push(call)
  }

  #settle(state: 'done' | 'failed', error: unknown): void {
    if (this.isSettled) return
    this.#state = state
    this.#error = error
    const waiting = this.#waiting
    this.#waiting = []
    for (const call of waiting) call()
  }
}

/** A routine that yields what it waits for. */
export type Routine = Generator<Future, void, void>

/**
 * Runs a routine up to what it waits for, and on whenever that settles.
 *
 * @param routine - Just made.
 * @returns Settles with it.
 */
export function run(routine: Routine): Future {
  const outcome = new Future()
  const advance = (step: () => IteratorResult<Future, void>): void => {
    let result: IteratorResult<Future, void>
    try {
      result = step()
    } catch (error) {
      outcome.reject(error)
      return
    }
    if (result.done === true) {
      outcome.resolve()
      return
    }
    result.value.on(
      () => {
        advance(() => routine.next())
      },
      (error) => {
        advance(() => routine.throw(error))
      },
    )
  }
  advance(() => routine.next())
  return outcome
}

/**
 * Gives one that has settled.
 *
 * @returns Done.
 */
export function settled(): Future {
  const future = new Future()
  future.resolve()
  return future
}

/**
 * Waits for all, also after one has failed.
 *
 * @param futures - Any count.
 * @returns Settles with the last of them; failed when any did, with the error of the first that did.
 */
export function whenAll(futures: readonly Future[]): Future {
  const outcome = new Future()
  const errors: unknown[] = []
  let left = futures.length
  const settleOne = () => {
    left -= 1
    if (left > 0) return
    if (errors.length > 0) outcome.reject(errors[0])
    else outcome.resolve()
  }
  for (const future of futures) {
    future.on(settleOne, (error) => {
      errors.push(error)
      settleOne()
    })
  }
  if (futures.length === 0) outcome.resolve()
  return outcome
}

/** Why a timer has ended that user code took back. */
export const TIMER_CANCELED = new Error('TaskCanceled')

/**
 * Waits for one.
 *
 * A timer is taken back only once something else has won, but the list of actions says so from the start: on replay it
 * must not win, or what comes next would be done before the event that it was done for.
 *
 * @param futures - At least one.
 * @returns Done as soon as one has settled, in whatever way; by a timer that was taken back only when all have.
 */
export function whenAny(futures: readonly Future[]): Future {
  const outcome = new Future()
  let left = futures.length
  for (const future of futures) {
    future.on(
      () => {
        outcome.resolve()
      },
      (error) => {
        left -= 1
        if (error !== TIMER_CANCELED || left === 0) outcome.resolve()
      },
    )
  }
  return outcome
}
