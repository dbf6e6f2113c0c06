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
  const key = `${String(domain.chainId)}:${domain.verifyingContract}`
  const known = separators.get(key)
  if (known !== undefined) return known
  const separator = separatorOf('Cryplet', domain)
  // Domains come from outside too (bundles), so that without a bound the memory would be a stranger's to fill.
  if (separators.size >= MAX_SEPARATORS) separators.clear()
  separators.set(key, separator)
  return separator
}

// Half the cost of a digest, and the same for all claims and seals of a receiver.
const separators = new Map<string, Hex>()
const MAX_SEPARATORS = 1000

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
