import { AbiCoder } from 'ethers'
import type { Arg, ArgType, ArgTypes } from '../authoring/args'
import { InvalidValueError, messageOf } from '../core/errors'
import { type Hex, parseHex } from '../core/hex'
import { parseAddress, parseFields, parseText } from '../envelope/fields'

/**
 * Encodes what somebody posted as the arguments that a Cryplet declared.
 *
 * @param types - Declared.
 * @param value - JSON: integers in decimal digits, as text where they may exceed 2^53; bytes and addresses as `0x…`.
 * @returns abi.encode of them, in the order of the declaration.
 * @throws InvalidValueError when one is missing, foreign, or not of its type.
 */
export function encodeArgs(types: ArgTypes, value: unknown): Hex {
  const names = Object.keys(types)
  const fields = parseFields(value, 'args', names)
  const parsed = Object.entries(types).map(([name, type]) =>
    parseArg(type, fields[name], `args.${name}`),
  )
  try {
    return AbiCoder.defaultAbiCoder().encode(Object.values(types), parsed) as Hex
  } catch (error) {
    // Of what is out of its type's range.
    throw new InvalidValueError('args', Object.values(types).join(', '), messageOf(error))
  }
}

function parseArg(type: ArgType, value: unknown, argument: string): Arg {
  if (type === 'address') return parseAddress(value, argument)
  if (type === 'bytes32') return parseHex(value, argument, 32)
  if (type === 'bytes') return parseHex(value, argument)
  if (type === 'string') return parseText(value, argument, /^.*$/su)
  if (type !== 'bool') return parseInteger(value, argument)
  if (typeof value === 'boolean') return value
  throw new InvalidValueError(argument, 'true or false', value)
}

function parseInteger(value: unknown, argument: string): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d{1,78}$/.test(text)) {
    throw new InvalidValueError(argument, 'an integer in decimal digits', value)
  }
  return BigInt(text)
}
