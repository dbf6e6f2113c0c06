import type { World } from '../world'

/** What blocks ask for. */
export type FeeMarket = {
  /** The base fee of the next block, in wei. */
  readonly next: () => bigint
}

const GWEI = 1_000_000_000
const USUAL_IN_GWEI = 2

// It moves by an eighth at most, but for spikes, which come at once and stay for some blocks.
export function openFeeMarket({ random, faults }: World): FeeMarket {
  let base = USUAL_IN_GWEI
  let spike = 1
  let left = 0
  return {
    next: () => {
      base = Math.min(4, Math.max(1, base * (1 + (random.next() - 0.5) / 4)))
      if (faults.isOver()) left = 0
      else if (left === 0 && faults.strikes('feeSpike')) {
        left = random.between(2, 12)
        spike = random.between(3, 40)
      }
      if (left > 0) left--
      return BigInt(Math.floor(base * (left > 0 ? spike : 1) * GWEI))
    },
  }
}
