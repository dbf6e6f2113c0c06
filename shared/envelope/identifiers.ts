import { toUtf8Bytes } from 'ethers'
import { InvalidValueError } from '../core/errors'
import { type Address, concatHex, type Hex, parseHex, sliceHex } from '../core/hex'
import { hashJson } from '../core/ids'
import { addressWord, bytes32Word, hashBytes, hashWords, uintWord } from './typedData'

/**
 * Names a Cryplet: keccak256(abi.encode(publisher, name)), so that only its publisher can form it.
 *
 * @param publisher - 20 bytes.
 * @param name - As in `marketClose`; not empty.
 * @returns 32 bytes.
 * @throws InvalidValueError when the publisher is no address or the name is empty.
 */
export function crypletId(publisher: Address, name: string): Hex {
  if (name === '') throw new InvalidValueError('name', 'a name', name)
  const text = toUtf8Bytes(name)
  const digits = Array.from(text, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const padded = digits.padEnd(Math.ceil(digits.length / 64) * 64, '0')
  return hashBytes(
    concatHex([
      addressWord(publisher, 'publisher'),
      uintWord(64, 'offset', 256),
      uintWord(text.length, 'length', 256),
      `0x${padded}`,
    ]),
  )
}

/** What makes one standing order of a contract. */
export type SubscriptionKey = {
  /** 32 bytes. */
  readonly crypletId: Hex
  /** Of the callback, 4 bytes. */
  readonly selector: Hex
  /** uint32: what a policy belongs to. */
  readonly class: number
  /** uint32. */
  readonly member: number
}

/**
 * Names a subscription: 24 bytes of keccak256(abi.encode(crypletId, selector)), uint32 class, uint32 member.
 *
 * @param key - Its parts.
 * @returns 32 bytes.
 * @throws InvalidValueError when a part has another length.
 * @throws IntegerOutOfRangeError when class or member do not fit in uint32.
 */
export function subscriptionId(key: SubscriptionKey): Hex {
  const selector = parseHex(key.selector, 'selector', 4)
  const hash = hashWords([
    bytes32Word(key.crypletId, 'crypletId'),
    `0x${selector.slice(2).padEnd(64, '0')}`,
  ])
  const index = [uintWord(key.class, 'class', 32), uintWord(key.member, 'member', 32)]
  return concatHex([sliceHex(hash, 0, 24), ...index.map((word) => sliceHex(word, 28, 32))])
}

/** What a Cryplet's code is, as far as a claim vouches for it. */
export type CodeFacts = {
  /** keccak256 of the Cryplet's own minified bundle, 32 bytes. */
  readonly bundle: Hex
  /** Scheme, host and port of each source; in any order, doubled or not. */
  readonly origins: readonly string[]
}

/**
 * Hashes a Cryplet's code and the origins that it may read.
 *
 * @param code - The bundle's hash and the resolved origins.
 * @returns 32 bytes.
 * @throws InvalidValueError when the bundle's hash has another length.
 */
export function codeHash(code: CodeFacts): Hex {
  // sort() without a comparison goes by UTF-16 code units, as canonical JSON does.
  const origins = [...new Set(code.origins)].sort()
  return hashJson({ bundle: parseHex(code.bundle, 'bundle', 32), origins })
}

/** What attestation says a container is. */
export type Measurement = {
  /** uint8; 0 simulated. */
  readonly teeType: number
  /** 32 bytes; simulated: keccak256 of the enclave app's bundle. */
  readonly hostData: Hex
  /** 32 bytes. */
  readonly issuer: Hex
  /** 32 bytes. */
  readonly feed: Hex
  /** uint64. */
  readonly minSvn: bigint
  /** 32 bytes. */
  readonly algorithmDigest: Hex
}

/**
 * Names a measurement (docs/protocol.md, section 7).
 *
 * @param measurement - Its parts.
 * @returns 32 bytes.
 * @throws InvalidValueError when a part has another length.
 * @throws IntegerOutOfRangeError when an integer does not fit its type.
 */
export function measurementId(measurement: Measurement): Hex {
  return hashWords([
    uintWord(measurement.teeType, 'teeType', 8),
    bytes32Word(measurement.hostData, 'hostData'),
    bytes32Word(measurement.issuer, 'issuer'),
    bytes32Word(measurement.feed, 'feed'),
    uintWord(measurement.minSvn, 'minSvn', 64),
    bytes32Word(measurement.algorithmDigest, 'algorithmDigest'),
  ])
}
