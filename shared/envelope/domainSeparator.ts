import type { Hex } from '../core/hex'
import type { ClaimDomain } from './claim'
import { addressWord, hashWords, typeHash, uintWord } from './typedData'

/**
 * Hashes the domain in which claims and seals are signed: `{ name: "Cryplet", version: "1", … }`.
 *
 * Source: EIP-712, `domainSeparator`. Golden value: `test/vectors/golden.json`.
 *
 * @param domain - One receiver on one chain.
 * @returns 32 bytes.
 * @throws IntegerOutOfRangeError when the chain id is negative or no safe integer.
 * @throws InvalidValueError when the receiver is no address.
 */
export function domainSeparator(domain: ClaimDomain): Hex {
  return separatorOf('Cryplet', domain)
}

/**
 * Hashes a domain of ours by its name; version "1".
 *
 * @param name - As in `CrypletTrust`.
 * @param domain - One contract on one chain.
 * @returns 32 bytes.
 * @throws IntegerOutOfRangeError when the chain id is negative or no safe integer.
 * @throws InvalidValueError when the contract is no address.
 */
export function separatorOf(name: string, domain: ClaimDomain): Hex {
  return hashWords([
    DOMAIN_TYPE_HASH,
    typeHash(name),
    VERSION_HASH,
    uintWord(domain.chainId, 'chainId', 256),
    addressWord(domain.verifyingContract, 'verifyingContract'),
  ])
}

const DOMAIN_TYPE_HASH = typeHash(
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
)
const VERSION_HASH = typeHash('1')
