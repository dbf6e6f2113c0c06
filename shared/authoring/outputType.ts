import type { Hex } from '../core/hex'
import type { Quantity, QuantityType } from './quantity'
import { fitsAbiType } from './quantity'

/** Thirty-two bytes that are handed on as they came, as the id of a request. */
export type Bytes32Type = { readonly abiType: 'bytes32' }

/** What one argument of the callback is. */
export type OutputType = QuantityType | Bytes32Type

/** What a Cryplet's run returns for one argument of the callback. */
export type OutputOf<T extends OutputType> =
  T extends QuantityType<infer U, infer D> ? Quantity<U, D> : Hex

/** What a Cryplet's run returns, by name. */
export type Outputs = Readonly<Record<string, Quantity | Hex>>

/**
 * Declares an argument of the callback that is handed on as it came, as the id of a request.
 *
 * @returns The declaration.
 */
export function bytes32(): Bytes32Type {
  return { abiType: 'bytes32' }
}

/**
 * Tells quantities from bytes.
 *
 * @param type - Of an argument.
 * @returns Whether it is a number with a unit.
 */
export function isQuantityType(type: OutputType): type is QuantityType {
  return type.abiType !== 'bytes32'
}

/**
 * Says what is wrong with a value for its argument.
 *
 * @param type - Declared.
 * @param value - As `run` returned it.
 * @returns What was expected and what came; undefined when it fits.
 */
export function outputFault(
  type: OutputType | undefined,
  value: Quantity | Hex | undefined,
): { readonly expected: string; readonly received: string } | undefined {
  const [expected, received] = [typeText(type), valueText(value)]
  if (expected !== received) return { expected, received }
  if (type === undefined || !isQuantityType(type) || typeof value !== 'object') return undefined
  if (fitsAbiType(value.scaled, type.abiType)) return undefined
  return { expected: type.abiType, received: String(value.scaled) }
}

function typeText(type: OutputType | undefined): string {
  if (type === undefined) return 'nothing'
  return isQuantityType(type) ? unitText(type) : '32 bytes'
}

function valueText(value: Quantity | Hex | undefined): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'object') return unitText(value)
  return /^0x[0-9a-f]{64}$/.test(value) ? '32 bytes' : 'other text'
}

function unitText({ unit, decimals }: Pick<Quantity, 'unit' | 'decimals'>): string {
  return `${unit} with ${String(decimals)} decimals`
}
