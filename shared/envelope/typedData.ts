import { keccak256, toUtf8Bytes } from 'ethers'
import { IntegerOutOfRangeError } from '../core/errors'
import { type Address, bytesOf, concatHex, type Hex, parseHex } from '../core/hex'

/**
 * Hashes a struct's type.
 *
 * Source: EIP-712, `typeHash`.
 *
 * @param type - As in `Seal(uint8 tier,bytes32 inner,bytes32 innerSignature)`.
 * @returns 32 bytes.
 */
export function typeHash(type: string): Hex {
  return keccak256(toUtf8Bytes(type)) as Hex
}

/**
 * Hashes words one after the other: `hashStruct` of EIP-712, and `keccak256(abi.encode(…))` of static values.
 *
 * @param words - 32 bytes each.
 * @returns 32 bytes.
 */
export function hashWords(words: readonly Hex[]): Hex {
  return hashBytes(concatHex(words))
}

/**
 * Hashes bytes.
 *
 * @param bytes - Any count.
 * @returns keccak256, 32 bytes.
 */
export function hashBytes(bytes: Hex): Hex {
  return keccak256(bytesOf(bytes)) as Hex
}

/**
 * Hashes what a key signs.
 *
 * Source: EIP-712, `encode(domainSeparator, message)`.
 *
 * @param separator - Of the domain, 32 bytes.
 * @param structHash - Of the message, 32 bytes.
 * @returns 32 bytes.
 */
export function typedDigest(separator: Hex, structHash: Hex): Hex {
  return hashBytes(concatHex(['0x1901', separator, structHash]))
}

/**
 * Encodes 32 bytes as a word. Packing by hand makes a digest of whatever lies in it, so each length is checked.
 *
 * @param value - 32 bytes.
 * @param argument - Its name, for the error.
 * @returns The same.
 * @throws InvalidValueError when it is anything else.
 */
export function bytes32Word(value: Hex, argument: string): Hex {
  return parseHex(value, argument, 32)
}

/**
 * Encodes an unsigned integer as a word.
 *
 * @param value - Zero or more.
 * @param argument - Its name, for the error.
 * @param bits - Width of its type.
 * @returns 32 bytes.
 * @throws IntegerOutOfRangeError when it does not fit.
 */
export function uintWord(value: bigint | number, argument: string, bits: number): Hex {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value)
  const integer = whole ? BigInt(value) : -1n
  if (integer < 0n || integer >= 1n << BigInt(bits)) {
    throw new IntegerOutOfRangeError(argument, value, `uint${String(bits)}`)
  }
  return `0x${integer.toString(16).padStart(64, '0')}`
}

/**
 * Encodes an address as a word.
 *
 * @param value - 20 bytes.
 * @param argument - Its name, for the error.
 * @returns 32 bytes.
 * @throws InvalidValueError when it is anything else.
 */
export function addressWord(value: Address, argument: string): Hex {
  return `0x${parseHex(value, argument, 20).slice(2).padStart(64, '0')}`
}
