import { divideHalfEven } from '../core/divideHalfEven'

/**
 * Finds the middle of integers, which a single wrong one cannot move beyond its neighbours.
 *
 * @param values - At least one, in any order.
 * @returns The middle one; of an even count, the mean of the two in the middle, rounded half to even.
 */
export function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : Number(a > b)))
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0n
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper
  return divideHalfEven(lower + upper, 2n)
}

/**
 * Keeps the values that agree with the middle of all.
 *
 * @param values - With their integers.
 * @param maxSpreadInBps - How far from the median one may lie, in hundredths of a percent of it.
 * @returns Those within, in their order.
 */
export function withinSpread<T extends { readonly value: string }>(
  values: readonly T[],
  maxSpreadInBps: number,
): readonly T[] {
  const middle = median(values.map(({ value }) => BigInt(value)))
  const limit = magnitude(middle) * BigInt(Math.round(maxSpreadInBps * 100))
  return values.filter(({ value }) => magnitude(BigInt(value) - middle) * 1_000_000n <= limit)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
