import type { Hex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { claimDigest } from './claimDigest'
import { sealDigest } from './sealDigest'
import { splitSeals, type TierSeal } from './splitSeals'
import type { Tier, Tiers } from './tiers'

/** A claim with seals, innermost first, that nobody has looked at; possibly none yet. */
export type Onion = {
  readonly domain: ClaimDomain
  readonly claim: Claim
  readonly tiers: Tiers | 0
  /** 64 bytes a tier. */
  readonly seals: Hex
}

/** A seal with what it was put on. */
export type Layer = TierSeal & {
  /** What its tier signed, 32 bytes. */
  readonly digest: Hex
}

/**
 * Takes an onion apart. It recovers nobody.
 *
 * @param onion - What came.
 * @returns Its layers, innermost first.
 * @throws SealCountError when the seals are not as many as the tiers.
 * @throws InvalidValueError when the claim is malformed.
 * @throws IntegerOutOfRangeError when one of its integers does not fit in uint64.
 */
export function layersOf(onion: Onion): readonly Layer[] {
  let inner: Layer | undefined
  return splitSeals(onion.tiers, onion.seals).map((seal) => {
    inner = { ...seal, digest: digestFor(onion, seal.tier, inner) }
    return inner
  })
}

/**
 * Gives what a tier signs.
 *
 * @param onion - Of which only the claim and its domain are read.
 * @param tier - The tier.
 * @param inner - The layer that it wraps; tier 1 wraps none.
 * @returns 32 bytes.
 * @throws InvalidValueError when the claim is malformed.
 * @throws IntegerOutOfRangeError when one of its integers does not fit in uint64.
 */
export function digestFor(onion: Onion, tier: Tier, inner?: Layer): Hex {
  const { claim, domain } = onion
  if (tier === 1 || !inner) return claimDigest(claim, domain)
  return sealDigest({ domain, tier, inner: inner.digest, innerSignature: inner.signature })
}
