import { type Hex, parseHex } from '../core/hex'
import type { ClaimDomain } from './claim'
import { domainSeparator } from './domainSeparator'
import type { Tier } from './tiers'
import { bytes32Word, hashBytes, hashWords, typedDigest, typeHash, uintWord } from './typedData'

/** What an outer tier vouches for. */
export type Seal = {
  readonly domain: ClaimDomain
  /** The tier that signs; tier 1 signs the claim itself. */
  readonly tier: Exclude<Tier, 1>
  /** Digest that the next inner tier signed, 32 bytes. */
  readonly inner: Hex
  /** Signature of that tier, EIP-2098, 64 bytes. */
  readonly innerSignature: Hex
}

/**
 * Hashes a seal to the digest that its tier signs: it covers the inner signature, so that seals cannot be mixed.
 *
 * Source: EIP-712; docs/protocol.md, section 2. Golden values: `test/vectors/golden.json`.
 *
 * @param seal - The tier and what lies inside of it.
 * @returns 32 bytes.
 * @throws InvalidValueError when a part has another length.
 */
export function sealDigest(seal: Seal): Hex {
  const structHash = hashWords([
    SEAL_TYPE_HASH,
    uintWord(seal.tier, 'seal.tier', 8),
    bytes32Word(seal.inner, 'seal.inner'),
    hashBytes(parseHex(seal.innerSignature, 'seal.innerSignature', 64)),
  ])
  return typedDigest(domainSeparator(seal.domain), structHash)
}

const SEAL_TYPE_HASH = typeHash('Seal(uint8 tier,bytes32 inner,bytes32 innerSignature)')
