import type { Hits } from './faults'
import type { Rates } from './rates'
import type { Violation, ViolationKind } from './world'

/** What one seed gave. */
export type SeedResult = {
  readonly seed: number
  /** How much there was of what the drive is about. */
  readonly counts: Readonly<Record<string, number>>
  readonly violation: Pick<Violation, 'kind' | 'message'> | undefined
  readonly hits: Readonly<Hits>
}

/** One part of the fabric that seeds live through. */
export type Drive = {
  readonly rates: Rates
  /** What its oracles can find. */
  readonly looksFor: readonly ViolationKind[]
  readonly counts: readonly string[]
  readonly runSeed: (seed: number, onTrace?: (line: string) => void) => Promise<SeedResult>
}
