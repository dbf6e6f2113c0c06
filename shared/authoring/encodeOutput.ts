import { AbiCoder } from 'ethers'
import type { Hex } from '../core/hex'
import type { Cryplet } from './defineCryplet'
import type { Outputs, OutputType } from './outputType'

/**
 * Lists the types of the callback's arguments.
 *
 * @param cryplet - Whose output.
 * @returns In order, as in `['int256', 'int256']`.
 */
export function callbackTypes(cryplet: Pick<Cryplet, 'output'>): readonly OutputType['abiType'][] {
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
export function encodeOutput(cryplet: Pick<Cryplet, 'output'>, values: Outputs): Hex {
  const words = Object.keys(cryplet.output).map((name) => {
    const value = values[name]
    return typeof value === 'object' ? value.scaled : value
  })
  return AbiCoder.defaultAbiCoder().encode(callbackTypes(cryplet), words) as Hex
}
