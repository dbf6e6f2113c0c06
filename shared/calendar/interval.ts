/** A Cryplet wakes again and again, at whole multiples of a span since 1970. */
export type Interval = {
  readonly kind: 'interval'
  /** 1 to 86,400. */
  readonly everyInSeconds: number
}

/**
 * Lists the slots of an interval.
 *
 * @param interval - Of a Cryplet.
 * @param after - Unix seconds; a slot at this very instant is not listed.
 * @param until - Unix seconds; a slot at this very instant is listed.
 * @returns Unix seconds, oldest first.
 */
export function intervalSlots(interval: Interval, after: number, until: number): readonly number[] {
  const { everyInSeconds } = interval
  const first = Math.floor(after / everyInSeconds) + 1
  const last = Math.floor(until / everyInSeconds)
  const count = Math.max(0, last - first + 1)
  return Array.from({ length: count }, (_, index) => (first + index) * everyInSeconds)
}
