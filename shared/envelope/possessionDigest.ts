import type { Address, Hex } from '../core/hex'
import { separatorOf } from './domainSeparator'
import type { Tier } from './tiers'
import { addressWord, bytes32Word, hashWords, typedDigest, typeHash, uintWord } from './typedData'

/** What a key says to be enrolled, so that nobody enrols a key that he does not hold. */
export type Possession = {
  readonly chainId: number
  /** The trust registry. */
  readonly registry: Address
  /** The key's own. */
  readonly key: Address
  /** The tier that it is for: 1 cryplet, 2 enclave, 3 host. */
  readonly role: Tier
  /** 32 bytes: crypletId, measurementId or operatorId, by role. */
  readonly ref: Hex
  /** Who sends the enrolment. */
  readonly sponsor: Address
}

/**
 * Hashes a proof of possession to the digest that the key signs and `TrustRegistry.sol` recovers from.
 *
 * Source: docs/protocol.md, section 7. Golden value: `test/vectors/golden.json`.
 *
 * @param possession - Who says what to whom.
 * @returns 32 bytes.
 * @throws InvalidValueError when a part has another length.
 * @throws IntegerOutOfRangeError when the chain id is negative or no safe integer.
 */
export function possessionDigest(possession: Possession): Hex {
  const { chainId, registry, key, role, ref, sponsor } = possession
  const structHash = hashWords([
    ENROL_TYPE_HASH,
    addressWord(key, 'key'),
    uintWord(role, 'role', 8),
    bytes32Word(ref, 'ref'),
    addressWord(sponsor, 'sponsor'),
  ])
  return typedDigest(
    separatorOf('CrypletTrust', { chainId, verifyingContract: registry }),
    structHash,
  )
}

const ENROL_TYPE_HASH = typeHash('Enrol(address key,uint8 role,bytes32 ref,address sponsor)')
