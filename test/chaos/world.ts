import type { Random } from '../support/random'
import { openRandom } from '../support/random'
import type { Faults } from './faults'
import { openFaults } from './faults'
import type { Rates } from './rates'

type Event = { readonly atInMs: number; readonly order: number; readonly run: () => void }

/** What an oracle may find wrong. */
export type ViolationKind =
  | 'lost'
  | 'doubled'
  | 'stuck'
  /** Something is written down that is not so. */
  | 'untrue'
  /** An event was taken back that its chain has. */
  | 'falseRetractions'
  /** An event that its chain has no more was not taken back. */
  | 'unretracted'

/** What an oracle found wrong, and in which words. */
export class Violation extends Error {
  override readonly name = 'Violation'

  constructor(
    readonly kind: ViolationKind,
    message: string,
  ) {
    super(message)
  }
}

/** A process that can end at any await: nothing that it waits for ever comes back then. */
export type Life = {
  readonly name: string
  isOver: boolean
  /** Ends it; what it held in memory is gone. */
  readonly end: (why: string) => void
}

/** Virtual time, and everything that waits in it: one event after the other, in an order that the seed alone decides. */
export type World = {
  readonly random: Random
  readonly faults: Faults
  readonly nowInMs: () => number
  readonly at: (inMs: number, run: () => void) => void
  readonly sleep: (inMs: number) => Promise<void>
  /** A call that leaves a process: it may come late, fail before or after its effect, or end the process. */
  readonly pass: <T>(life: Life, what: string, effect: () => T) => Promise<T>
  readonly trace: (line: () => string) => void
  /** Keeps the first one; the run ends there. */
  readonly report: (violation: Violation) => void
  /** Runs events until `isDone`, or until the given instant; throws what was reported. */
  readonly run: (untilInMs: number, isDone: () => boolean) => Promise<'done' | 'late'>
}

export type WorldOptions = {
  readonly seed: number
  readonly startInMs: number
  readonly rates: Rates
  /** How long a call or its answer takes at most, unless it is delayed; 400 when left out. */
  readonly slowestWayInMs?: number
  /** Takes each line of the trace; none is made when left out. */
  readonly onTrace?: (line: string) => void
}

// Another each time: one for all would hold whoever waits for it, and with it each world there ever was.
const never = (): Promise<never> => new Promise(() => undefined)

export function openWorld(options: WorldOptions): World {
  const { seed, startInMs, rates, onTrace, slowestWayInMs = 400 } = options
  const random = openRandom(seed)
  const faults = openFaults(random, rates)
  const queue = openQueue()
  let now = startInMs
  let found: Violation | undefined
  const at = (inMs: number, run: () => void): void => {
    queue.push({ atInMs: now + inMs, run })
  }
  const sleep = (inMs: number): Promise<void> =>
    new Promise((resolve) => {
      at(inMs, resolve)
    })
  const trace: World['trace'] = (line) => {
    if (onTrace === undefined) return
    onTrace(`${((now - startInMs) / 1000).toFixed(3).padStart(9)} ${line()}`)
  }
  const fate = { random, faults, sleep, trace, slowestWayInMs }
  return {
    ...{ random, faults, at, sleep, trace },
    nowInMs: () => now,
    pass: (life, what, effect) => pass(fate, { life, what }, effect),
    report: (violation) => {
      trace(() => `VIOLATION ${violation.kind}: ${violation.message}`)
      found ??= violation
    },
    run: async (untilInMs, isDone) => {
      for (;;) {
        if (found !== undefined) throw found
        if (isDone()) return 'done'
        const event = queue.pop()
        if (event === undefined || event.atInMs > untilInMs) return 'late'
        now = event.atInMs
        event.run()
        // Everything that this event set off, up to where it waits for the world again: ticks come after promises.
        await new Promise<void>((resolve) => {
          process.nextTick(resolve)
        })
      }
    },
  }
}

type Fate = Pick<World, 'random' | 'faults' | 'sleep' | 'trace'> & {
  readonly slowestWayInMs: number
}

async function pass<T>(
  { random, faults, sleep, trace, slowestWayInMs }: Fate,
  { life, what }: { readonly life: Life; readonly what: string },
  effect: () => T,
): Promise<T> {
  if (life.isOver) return never()
  const way = (): number =>
    faults.strikes('delay') ? random.between(500, 8_000) : random.between(20, slowestWayInMs)
  await sleep(way())
  if (diesAt(`before ${what}`)) return never()
  if (faults.strikes('errorBefore')) throw failure('before its effect')
  const result = effect()
  if (diesAt(`after ${what}`)) return never()
  await sleep(way())
  if (diesAt(`at the answer of ${what}`)) return never()
  if (faults.strikes('errorAfter')) throw failure('after its effect')
  return result

  function failure(when: string): Error {
    trace(() => `${life.name}: ${what} fails ${when}`)
    return new Error(`${what} failed ${when}`)
  }

  function diesAt(place: string): boolean {
    if (!life.isOver && faults.strikes('crash')) life.end(place)
    return life.isOver
  }
}

type Queue = {
  readonly push: (event: Omit<Event, 'order'>) => void
  readonly pop: () => Event | undefined
}

// A binary heap by instant, then by order of arrival.
function openQueue(): Queue {
  const heap: Event[] = []
  let count = 0
  const isBefore = (a: Event, b: Event): boolean =>
    a.atInMs < b.atInMs || (a.atInMs === b.atInMs && a.order < b.order)
  const sink = (last: Event): void => {
    let at = 0
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
      if (left === undefined) break
      const isRight = right !== undefined && isBefore(right, left)
      const least = isRight ? right : left
      if (!isBefore(least, last)) break
      heap[at] = least
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
  }
  return {
    push: ({ atInMs, run }) => {
      const event = { atInMs, run, order: count++ }
      let at = heap.length
      for (;;) {
        const above = (at - 1) >> 1
        const parent = at === 0 ? undefined : heap[above]
        if (parent === undefined || !isBefore(event, parent)) break
        heap[at] = parent
        at = above
      }
      heap[at] = event
    },
    pop: () => {
      const [first] = heap
      const last = heap.pop()
      if (heap.length > 0 && last !== undefined) sink(last)
      return first
    },
  }
}
