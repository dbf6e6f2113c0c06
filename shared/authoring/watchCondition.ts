import type { Seconds } from './duration'

/** How far a value must go back behind a level before it can cross it again: a share of the level, or an amount. */
export type Band =
  /** Whole hundredths of a percent. */
  | { readonly bps: number }
  /** In the unit of the source, as in `5.00`. */
  | { readonly amount: string }

/** The value reaches a level that it was on the other side of. */
export type Crossing = {
  readonly kind: 'crossesUp' | 'crossesDown'
  /** In the unit of the source, as in `4080.50`. */
  readonly level: string
  readonly band: Band
}

/** The value has gone so far from where it was at the last wake. */
export type Movement = { readonly kind: 'movedBy'; readonly bps: number }

/** The source has given no usable answer for so long. */
export type Silence = { readonly kind: 'silentFor'; readonly seconds: number }

/** What a market is watched for. */
export type WatchCondition = Crossing | Movement | Silence

/** What a market is watched for, by the names that `run` is told. */
export type WatchConditions = Readonly<Record<string, WatchCondition>>

/**
 * Wakes when the value reaches a level from below.
 *
 * @param level - In the unit of the source, as text: `'4080.50'`. With at most the source's decimals.
 * @param band - It wakes again only after the value was so far below; any distance is enough when left out.
 * @returns The condition.
 */
export function crossesUp(level: string, band: Band = { bps: 0 }): Crossing {
  return { kind: 'crossesUp', level, band }
}

/**
 * Wakes when the value reaches a level from above.
 *
 * @param level - In the unit of the source, as text: `'4020.50'`. With at most the source's decimals.
 * @param band - It wakes again only after the value was so far above; any distance is enough when left out.
 * @returns The condition.
 */
export function crossesDown(level: string, band: Band = { bps: 0 }): Crossing {
  return { kind: 'crossesDown', level, band }
}

/**
 * Wakes when the value has moved, up or down, since this condition woke last; the first look is where it begins.
 *
 * @param bps - Whole hundredths of a percent, 1 or more.
 * @returns The condition.
 */
export function movedBy(bps: number): Movement {
  return { kind: 'movedBy', bps }
}

/**
 * Wakes once when the source has given no usable answer for a time: it is away, stale, closed or absurd. `run` is then
 * called without that source.
 *
 * @param span - As in `minutes(5)`.
 * @returns The condition.
 */
export function silentFor(span: Seconds): Silence {
  return { kind: 'silentFor', seconds: span.seconds }
}
