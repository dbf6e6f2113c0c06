import { type Hex, parseHex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { domainSeparator } from './domainSeparator'
import { bytes32Word, hashBytes, hashWords, typedDigest, typeHash, uintWord } from './typedData'

/**
 * Hashes a claim to the digest that tier 1 signs and `CryptoDelegate.sol` recovers from.
 *
 * Source: EIP-712, `hashStruct`. Golden values: `test/vectors/golden.json`.
 *
 * @param claim - Integers are uint64; times are seconds, but for `sequence`.
 * @param domain - Binds the digest to one chain and one receiver, against replay on another.
 * @returns 32 bytes.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 * @throws InvalidValueError when a field has another length.
 */
export function claimDigest(claim: Claim, domain: ClaimDomain): Hex {
  const structHash = hashWords([
    CLAIM_TYPE_HASH,
    bytes32Word(claim.crypletId, 'claim.crypletId'),
    bytes32Word(claim.subscription, 'claim.subscription'),
    uintWord(claim.sequence, 'claim.sequence', 64),
    uintWord(claim.observedAt, 'claim.observedAt', 64),
    uintWord(claim.expiresAt, 'claim.expiresAt', 64),
    bytes32Word(claim.provenance, 'claim.provenance'),
    uintWord(claim.anchorBlock, 'claim.anchorBlock', 64),
    bytes32Word(claim.anchorHash, 'claim.anchorHash'),
    bytes32Word(claim.codeHash, 'claim.codeHash'),
    hashBytes(parseHex(claim.payload, 'claim.payload')),
  ])
  return typedDigest(domainSeparator(domain), structHash)
}

const CLAIM_TYPE_HASH = typeHash(
  'Claim(bytes32 crypletId,bytes32 subscription,uint64 sequence,uint64 observedAt,uint64 expiresAt,bytes32 provenance,uint64 anchorBlock,bytes32 anchorHash,bytes32 codeHash,bytes payload)',
)
