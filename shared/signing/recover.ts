import type { Address, Hex } from '../core/hex'
import { loadCurve } from './curve'

/**
 * Finds who signed a digest, natively where that is possible.
 *
 * @param digest - 32 bytes.
 * @param signature - EIP-2098, 64 bytes.
 * @returns The signer in EIP-55 form, or undefined when nobody can have made that signature.
 */
export function recover(digest: Hex, signature: Hex): Address | undefined {
  return loadCurve().recover(digest, signature)
}
