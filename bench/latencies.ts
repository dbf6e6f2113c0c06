/** How long things took, in a memory that does not grow. */
export type Latencies = {
  readonly add: (inMs: number) => void
  readonly clear: () => void
  /** The least number of milliseconds that this share of all took at most. */
  readonly quantile: (share: number) => number
}

const LONGEST_IN_MS = 120_000

/**
 * Opens an empty histogram, a bucket for each millisecond.
 *
 * @returns What is longer than two minutes counts as two minutes.
 */
export function openLatencies(): Latencies {
  const buckets = new Uint32Array(LONGEST_IN_MS + 1)
  let count = 0
  return {
    add: (inMs) => {
      const bucket = Math.min(LONGEST_IN_MS, Math.max(0, Math.round(inMs)))
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
      count++
    },
    clear: () => {
      buckets.fill(0)
      count = 0
    },
    quantile: (share) => {
      let seen = 0
      return buckets.findIndex((each) => (seen += each) >= share * count)
    },
  }
}
