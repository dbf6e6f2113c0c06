/** All chance of a run: the same seed gives the same run. */
export type Random = {
  /** From 0 up to, and without, 1. */
  readonly next: () => number
  readonly chance: (probability: number) => boolean
  /** A whole number, both ends included. */
  readonly between: (low: number, high: number) => number
  /** Throws for an empty list. */
  readonly pick: <T>(items: readonly T[]) => T
}

// sfc32: 128 bits of state, so that neighbouring seeds have nothing in common after its first rounds.
export function openRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed >>> 0, Math.floor(seed / 2 ** 32) ^ 1]
  const next = (): number => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 16; round++) next()
  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => {
      const one = items[Math.floor(next() * items.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}
