import type { Address, Hex } from '../core/hex'
import { SealCountError } from './errors'
import { type Layer, layersOf, type Onion } from './onion'
import type { Recover } from './recover'
import { type TierName, tierName, tierNames } from './tiers'

/** Why a seal cannot be anybody's. */
export type SealFault = 'wrong length' | 'high s' | 'nobody'

/** What opening one seal gave. A signer is who signed; whether that key may is the registry's to say. */
export type OpenedSeal =
  | { readonly tier: TierName; readonly signer: Address }
  | { readonly tier: TierName; readonly fault: SealFault }

/**
 * Finds who made each seal. All are opened, also behind a faulty one, so that each can be reported on.
 *
 * @param onion - What came.
 * @param recover - Finds a signer.
 * @returns One for each tier, innermost first.
 * @throws InvalidValueError when the claim is malformed.
 * @throws IntegerOutOfRangeError when one of its integers does not fit in uint64.
 */
export function openSeals(onion: Onion, recover: Recover): readonly OpenedSeal[] {
  try {
    return layersOf(onion).map((layer) => openLayer(layer, recover))
  } catch (error) {
    if (!(error instanceof SealCountError)) throw error
    return tierNames(onion.tiers).map((tier) => ({ tier, fault: 'wrong length' }))
  }
}

/**
 * Tells whether a signature has a twin with the other sign, which contracts refuse.
 *
 * Source: EIP-2; in EIP-2098 `s` is the second word without its top bit.
 *
 * @param signature - 64 bytes.
 * @returns Whether its `s` is above half of the curve's order.
 */
export function hasHighS(signature: Hex): boolean {
  return (BigInt(`0x${signature.slice(66)}`) & S_MASK) > HALF_ORDER
}

/**
 * Finds who made one seal.
 *
 * @param layer - With what was signed.
 * @param recover - Finds a signer.
 * @returns Its signer, or why it has none.
 */
export function openLayer(layer: Layer, recover: Recover): OpenedSeal {
  const { tier, digest, signature } = layer
  if (hasHighS(signature)) return { tier: tierName(tier), fault: 'high s' }
  const signer = recover(digest, signature)
  return signer === undefined
    ? { tier: tierName(tier), fault: 'nobody' }
    : { tier: tierName(tier), signer }
}

const S_MASK = (1n << 255n) - 1n
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
