import { concatHex, type Hex, parseHex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { SealOrderError } from './errors'
import { digestFor, layersOf, type Onion } from './onion'
import { parseTiers } from './parseTiers'
import { type Tier, type Tiers, tierBit, tierName, tierNames } from './tiers'

/** Signs 32 bytes: EIP-2098, 64 bytes, low s. A `Signer`'s method fits. */
export type Sign = (digest: Hex) => Promise<Hex>

/** A claim with at least one seal. Nobody has verified it: see parseSealedEnvelope. */
export type PartialEnvelope = Onion & { readonly tiers: Tiers }

/** Who seals; the enclave and the host where the policy demands them. */
export type SealingKeys = {
  readonly cryplet: Sign
  readonly enclave?: Sign
  readonly host?: Sign
}

/**
 * Seals a claim by each key, innermost first.
 *
 * @param claim - Made of observations.
 * @param domain - Where it counts.
 * @param keys - Who seals.
 * @returns The claim with all its seals.
 * @throws InvalidValueError when the claim is malformed or a key gave something else than 64 bytes.
 * @throws IntegerOutOfRangeError when one of its integers does not fit in uint64.
 */
export async function sealClaim(
  claim: Claim,
  domain: ClaimDomain,
  keys: SealingKeys,
): Promise<PartialEnvelope> {
  let sealed = await addSeal({ domain, claim, tiers: 0, seals: '0x' }, 1, keys.cryplet)
  if (keys.enclave) sealed = await addSeal(sealed, 2, keys.enclave)
  if (keys.host) sealed = await addSeal(sealed, 3, keys.host)
  return sealed
}

/**
 * Puts one more seal around a claim and the seals that it has.
 *
 * @param onion - The claim with the inner seals; they are wrapped as they are, not verified.
 * @param tier - Whose seal.
 * @param sign - That tier's key.
 * @returns The claim with one seal more.
 * @throws SealOrderError when the tier is there already, lies inside of one that is, or lacks tier 1.
 * @throws SealCountError when the inner seals are not as many as their tiers.
 * @throws InvalidValueError when the claim is malformed or the key gave something else than 64 bytes.
 */
export async function addSeal(onion: Onion, tier: Tier, sign: Sign): Promise<PartialEnvelope> {
  const present = tierNames(onion.tiers)
  const fits = onion.tiers < tierBit(tier) && (tier === 1) === (onion.tiers === 0)
  if (!fits) throw new SealOrderError(tierName(tier), present)
  const signature = await sign(digestFor(onion, tier, layersOf(onion).at(-1)))
  return {
    domain: onion.domain,
    claim: onion.claim,
    tiers: parseTiers(onion.tiers | tierBit(tier)),
    seals: concatHex([onion.seals, parseHex(signature, `${tierName(tier)} signature`, 64)]),
  }
}
