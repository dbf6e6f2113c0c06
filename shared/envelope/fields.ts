import { getAddress } from 'ethers'
import type { Json } from '../core/canonicalJson'
import { IntegerOutOfRangeError, InvalidValueError } from '../core/errors'
import type { Address } from '../core/hex'

/** The members of a JSON object, none of them believed yet. */
export type Fields = { readonly [name: string]: unknown }

/**
 * Parses a JSON object.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @param names - The members that it may have; any when left out.
 * @returns Its members.
 * @throws InvalidValueError when it is no object, or has a member of another name.
 */
export function parseFields(value: unknown, argument: string, names?: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValueError(argument, 'an object', value)
  }
  const foreign = names && Object.keys(value).find((name) => !names.includes(name))
  if (foreign !== undefined) {
    throw new InvalidValueError(argument, `no members but ${(names ?? []).join(', ')}`, foreign)
  }
  return value as Fields
}

/**
 * Parses a JSON array.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @param parseItem - Parses each; gets the item's own name.
 * @returns The parsed items in order.
 * @throws InvalidValueError when it is no array; and whatever parseItem throws.
 */
export function parseList<T>(
  value: unknown,
  argument: string,
  parseItem: (item: unknown, argument: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw new InvalidValueError(argument, 'an array', value)
  return value.map((item: unknown, index) => parseItem(item, `${argument}[${String(index)}]`))
}

/**
 * Parses JSON of any shape, so that it can be hashed.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @param levels - How deep it may be nested; every reader here goes down by recursion.
 * @returns The same.
 * @throws InvalidValueError when it is nested deeper, or holds what JSON cannot.
 */
export function parseJson(value: unknown, argument: string, levels = MAX_JSON_LEVELS): Json {
  const isLeaf = value === null || ['boolean', 'number', 'string'].includes(typeof value)
  // One of the four, as just seen.
  if (isLeaf) return value as Json
  if (typeof value !== 'object') throw new InvalidValueError(argument, 'JSON', value)
  if (levels === 0) {
    const expected = `JSON of at most ${String(MAX_JSON_LEVELS)} levels`
    throw new InvalidValueError(argument, expected, value)
  }
  for (const member of Object.values(value)) parseJson(member, argument, levels - 1)
  // Whatever lies in it has been seen.
  return value as Json
}

/**
 * Parses a text.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @param pattern - What it must match as a whole; any text that is not empty when left out.
 * @returns The text, at most 2,048 characters.
 * @throws InvalidValueError when it is anything else.
 */
export function parseText(value: unknown, argument: string, pattern = /^.+$/su): string {
  return textOf(value, argument, { pattern, most: MAX_TEXT_LENGTH })
}

/**
 * Parses a long text, as what is part of evidence.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @param pattern - What it must match as a whole; any text that is not empty when left out.
 * @returns The text, at most 131,072 characters.
 * @throws InvalidValueError when it is anything else.
 */
export function parseLongText(value: unknown, argument: string, pattern = /^.+$/su): string {
  return textOf(value, argument, { pattern, most: MAX_LONG_TEXT_LENGTH })
}

const MAX_LONG_TEXT_LENGTH = 131_072

function textOf(
  value: unknown,
  argument: string,
  { pattern, most }: { readonly pattern: RegExp; readonly most: number },
): string {
  if (typeof value !== 'string' || value.length > most || !pattern.test(value)) {
    const expected = `a text like ${String(pattern)} of at most ${String(most)} characters`
    throw new InvalidValueError(argument, expected, value)
  }
  return value
}

/**
 * Parses a whole number that JSON numbers carry safely: seconds, a chain id.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @returns Zero or more, below 2^53.
 * @throws InvalidValueError when it is anything else.
 */
export function parseWhole(value: unknown, argument: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidValueError(argument, 'a whole number below 2^53', value)
  }
  return value
}

/**
 * Parses an unsigned integer of 64 bits.
 *
 * @param value - Decimal digits without leading zeros, or a whole number below 2^53.
 * @param argument - Its name, for the error.
 * @returns Zero to 2^64 - 1.
 * @throws InvalidValueError when it is anything else.
 * @throws IntegerOutOfRangeError when it is too large.
 */
export function parseUint64(value: unknown, argument: string): bigint {
  if (typeof value === 'number') return BigInt(parseWhole(value, argument))
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,77})$/.test(value)) {
    throw new InvalidValueError(argument, 'an unsigned integer in decimal digits', value)
  }
  const integer = BigInt(value)
  if (integer >= 1n << 64n) throw new IntegerOutOfRangeError(argument, integer, 'uint64')
  return integer
}

/**
 * Parses an address.
 *
 * @param value - `0x` and 40 hexadecimal digits; when their case is mixed, it must be EIP-55's.
 * @param argument - Its name, for the error.
 * @returns As EIP-55 writes it.
 * @throws InvalidValueError when it is anything else.
 */
export function parseAddress(value: unknown, argument: string): Address {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) {
    throw faultyAddress(value, argument)
  }
  try {
    return getAddress(value) as Address
  } catch (cause) {
    throw Object.assign(faultyAddress(value, argument), { cause })
  }
}

function faultyAddress(value: unknown, argument: string): InvalidValueError {
  return new InvalidValueError(argument, 'an address: 20 bytes as EIP-55 writes them', value)
}

const MAX_TEXT_LENGTH = 2048
const MAX_JSON_LEVELS = 32
