import type { Address, Hex } from '../core/hex'

/** One secp256k1 key that signs digests; where the key lies is its own affair. */
export type Signer = {
  /** Of its public key, EIP-55. */
  readonly address: Address
  /** Signs 32 bytes: EIP-2098, 64 bytes, low s, deterministic (RFC 6979) where the key is local. */
  readonly sign: (digest: Hex) => Promise<Hex>
}
