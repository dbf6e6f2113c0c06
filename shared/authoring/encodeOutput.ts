import { AbiCoder } from 'ethers'
import type { Hex } from '../core/hex'
import type { Cryplet } from './defineCryplet'
import type { IntegerAbiType, Quantities } from './quantity'

/**
 * Lists the types of the callback's arguments.
 *
 * @param cryplet - Whose output.
 * @returns In order, as in `['int256', 'int256']`.
 */
export function callbackTypes(cryplet: Pick<Cryplet, 'output'>): readonly IntegerAbiType[] {
  return Object.values(cryplet.output).map(({ abiType }) => abiType)
}

/**
 * Encodes what a Cryplet produced as the claim's payload.
 *
 * Source: Solidity ABI specification, `abi.encode` of the callback's arguments.
 *
 * @param cryplet - Whose output.
 * @param values - As its `run` returned them, and so checked.
 * @returns 32 bytes a value.
 */
export function encodeOutput(cryplet: Pick<Cryplet, 'output'>, values: Quantities): Hex {
  const integers = Object.keys(cryplet.output).map((name) => values[name]?.scaled)
  return AbiCoder.defaultAbiCoder().encode(callbackTypes(cryplet), integers) as Hex
}
