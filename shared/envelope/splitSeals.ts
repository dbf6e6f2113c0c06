import { byteLength, type Hex, sliceHex } from '../core/hex'
import { SealCountError } from './errors'
import { type Tier, type Tiers, tiersIn } from './tiers'

/** One tier's signature. */
export type TierSeal = {
  readonly tier: Tier
  /** EIP-2098, 64 bytes. */
  readonly signature: Hex
}

/**
 * Cuts seals apart.
 *
 * @param tiers - Those that are present; zero for none.
 * @param seals - 64 bytes each, innermost first.
 * @returns One for each tier, innermost first.
 * @throws SealCountError when they are more, fewer, shorter or longer.
 */
export function splitSeals(tiers: Tiers | 0, seals: Hex): readonly TierSeal[] {
  const present = tiersIn(tiers)
  if (byteLength(seals) !== present.length * SEAL_BYTES) {
    throw new SealCountError(present.length, byteLength(seals))
  }
  return present.map((tier, index) => ({
    tier,
    signature: sliceHex(seals, index * SEAL_BYTES, (index + 1) * SEAL_BYTES),
  }))
}

const SEAL_BYTES = 64
