import type { Seconds } from './duration'
import type { WatchConditions } from './watchCondition'

/** What can be a value at all; beyond it the source is taken to be mistaken, which wakes nobody. */
export type PlausibleRange = {
  /** In the unit of the source, as in `500`. */
  readonly least: string
  readonly most: string
}

/** A Cryplet wakes when one of its sources does something. */
export type MarketWatch<N extends string = string, C extends WatchConditions = WatchConditions> = {
  readonly kind: 'marketWatch'
  /** Name of the source. */
  readonly source: N
  /** 1 to 86,400. */
  readonly everyInSeconds: number
  readonly when: C
  readonly within?: PlausibleRange
}

/** What is watched for. */
export type MarketWatchOptions<N extends string, C extends WatchConditions> = {
  /** Name of one of the Cryplet's sources; the median of its quorum counts. */
  readonly source: N
  /** How often it is looked at: 1 s to a day. */
  readonly every: Seconds
  /** By names of the author's choice: `run` is told which was met. */
  readonly when: C
  /** Looks that give anything else wake nobody. */
  readonly within?: PlausibleRange
}

/**
 * Declares that a Cryplet wakes when one of its sources does something: each time once.
 *
 * @param options - Which source, how often it is looked at, and for what.
 * @returns The declaration.
 */
export function marketWatch<const N extends string, const C extends WatchConditions>(
  options: MarketWatchOptions<N, C>,
): MarketWatch<N, C> {
  const { source, every, when, within } = options
  return {
    kind: 'marketWatch',
    source,
    everyInSeconds: every.seconds,
    when,
    ...(within !== undefined && { within }),
  }
}
