import { AbiCoder } from 'ethers'
import type { Hex } from '../core/hex'
import type { Cryplet } from './defineCryplet'
import { callbackTypes } from './encodeOutput'
import { isQuantityType } from './outputType'

/** One argument of the callback, as JSON carries it. */
export type OutputValue = {
  readonly name: string
  /** A scaled integer in decimal digits, or bytes. */
  readonly value: string
  readonly unit?: string
  readonly decimals?: number
}

/**
 * Reads what a Cryplet produced back from a payload.
 *
 * @param cryplet - Whose output.
 * @param payload - As encodeOutput makes it.
 * @returns One value an argument, in order.
 * @throws Error of the ABI decoder when the payload is of other types.
 */
export function decodeOutput(
  cryplet: Pick<Cryplet, 'output'>,
  payload: Hex,
): readonly OutputValue[] {
  const decoded: readonly unknown[] = AbiCoder.defaultAbiCoder()
    .decode(callbackTypes(cryplet), payload)
    .toArray()
  return Object.entries(cryplet.output).map(([name, type], index) => ({
    name,
    value: String(decoded[index]),
    ...(isQuantityType(type) && { unit: type.unit, decimals: type.decimals }),
  }))
}
