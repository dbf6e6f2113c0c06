import type { Hex } from '../core/hex'
import type { IntegerAbiType } from './quantity'

/** A type of Solidity that a wake can bring along; bytes and addresses come in lower case, without a checksum. */
export type ArgType = IntegerAbiType | 'address' | 'bool' | 'bytes32' | 'bytes' | 'string'

/** What a wake brings along, by name, in the order of the ABI. */
export type ArgTypes = Readonly<Record<string, ArgType>>

/** What an argument of any type is in TypeScript. */
export type Arg = bigint | boolean | string

/** Arguments by the names that a Cryplet declared. */
export type Args = Readonly<Record<string, Arg>>

/** What an argument of a type is in TypeScript. */
export type ArgOf<T extends ArgType> = T extends IntegerAbiType
  ? bigint
  : T extends 'bool'
    ? boolean
    : T extends 'string'
      ? string
      : Hex

/** What arguments of some types are in TypeScript. */
export type ArgsOf<T extends ArgTypes> = { readonly [N in keyof T]: ArgOf<T[N]> }

const ARG_TYPE = /^(?:address|bool|bytes32|bytes|string|u?int(?:[1-9]\d{0,2}))$/
const MAX_ARGS = 16

/**
 * Lists what is wrong with declared arguments, beyond what the compiler sees.
 *
 * @param args - As an author wrote them.
 * @returns One text a fault.
 */
export function argFaults(args: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(args)
  return [
    ...(entries.length <= MAX_ARGS ? [] : [`more than ${String(MAX_ARGS)} arguments`]),
    ...entries
      .filter(([, type]) => !ARG_TYPE.test(type))
      .map(([name, type]) => `argument ${name}: ${type} is no type that a wake can bring`),
    // Integer-like names would change places: objects list them first.
    ...entries
      .filter(([name]) => !/^[a-z][A-Za-z0-9]{0,63}$/.test(name))
      .map(([name]) => `argument ${name}: its name must be camelCase`),
  ]
}
