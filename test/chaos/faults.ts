import type { Random } from '../support/random'
import type { FaultKind, Rates } from './rates'

/** How often each kind struck, of those that may. */
export type Hits = Partial<Record<FaultKind, number>>

/** What goes wrong in one run. */
export type Faults = {
  readonly hits: Readonly<Hits>
  /** Tells whether a fault strikes here; what it does is its caller's. */
  readonly strikes: (kind: FaultKind) => boolean
  /** The same without counting it: for what may come to nothing. */
  readonly draws: (kind: FaultKind) => boolean
  /** Counts a fault that was drawn, when it takes effect. */
  readonly count: (kind: FaultKind) => void
  /** From here on nothing goes wrong any more, but that an event is lost: nobody waits for one. */
  readonly end: () => void
  readonly isOver: () => boolean
}

// Each seed has some kinds often, some seldom and some never: faults that always come together hide each other.
export function openFaults(random: Random, rates: Rates): Faults {
  const strength = (): number => random.pick([0, 0.3, 1, 1, 3])
  const kinds = kindsOf(rates)
  const drawn = new Map(
    kinds.map((kind) => [kind, Math.min(0.9, (rates[kind] ?? 0) * strength())] as const),
  )
  const hits: Hits = Object.fromEntries(kinds.map((kind) => [kind, 0]))
  const count = (kind: FaultKind): void => {
    hits[kind] = (hits[kind] ?? 0) + 1
  }
  let isOver = false
  const draws: Faults['draws'] = (kind) => {
    const rate = drawn.get(kind)
    return rate !== undefined && (!isOver || kind === 'eventLost') && random.chance(rate)
  }
  return {
    hits,
    draws,
    strikes: (kind) => {
      const does = draws(kind)
      if (does) count(kind)
      return does
    },
    count,
    end: () => {
      isOver = true
    },
    isOver: () => isOver,
  }
}

export function kindsOf(rates: Rates): readonly FaultKind[] {
  return Object.keys(rates) as readonly FaultKind[]
}
