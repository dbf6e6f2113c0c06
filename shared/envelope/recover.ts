import type { Address, Hex } from '../core/hex'

/**
 * Finds who signed a digest. No I/O; passed in, because the fast one is native and an auditor's is not.
 *
 * @param digest - 32 bytes.
 * @param signature - EIP-2098, 64 bytes.
 * @returns The signer in EIP-55 form, or undefined when nobody can have made that signature.
 */
export type Recover = (digest: Hex, signature: Hex) => Address | undefined
