import type { Unit } from './unit'

/** A number with its unit: `scaled` / 10^`decimals` `unit`. Never a double. */
export type Quantity<U extends Unit = Unit, D extends number = number> = {
  readonly scaled: bigint
  readonly unit: U
  /** 0 to 77. */
  readonly decimals: D
}

/** Quantities by the names that a Cryplet declared. */
export type Quantities = Readonly<Record<string, Quantity>>

type Bits =
  | `${8 | 16 | 24 | 32 | 40 | 48 | 56 | 64 | 72 | 80 | 88 | 96}`
  | `${104 | 112 | 120 | 128 | 136 | 144 | 152 | 160 | 168 | 176}`
  | `${184 | 192 | 200 | 208 | 216 | 224 | 232 | 240 | 248 | 256}`

/** An integer type of Solidity. */
export type IntegerAbiType = `int${Bits}` | `uint${Bits}`

/** What one argument of the callback is. */
export type QuantityType<U extends Unit = Unit, D extends number = number> = {
  readonly abiType: IntegerAbiType
  readonly unit: U
  readonly decimals: D
}

/**
 * Declares one value of a Cryplet's output.
 *
 * @param abiType - Integer type of the callback's argument.
 * @param unit - As in `USD/XAU`.
 * @param decimals - The argument is the value times 10^decimals.
 * @returns The declaration.
 */
export function quantity<const U extends Unit, const D extends number>(
  abiType: IntegerAbiType,
  unit: U,
  decimals: D,
): QuantityType<U, D> {
  return { abiType, unit, decimals }
}

/**
 * Tells whether an integer fits its type on the wire.
 *
 * @param value - Any integer.
 * @param abiType - As in `int256`.
 * @returns Whether Solidity could hold it.
 */
export function fitsAbiType(value: bigint, abiType: IntegerAbiType): boolean {
  const isSigned = abiType.startsWith('int')
  const bits = BigInt(abiType.slice(isSigned ? 3 : 4))
  const limit = 1n << (isSigned ? bits - 1n : bits)
  return value < limit && value >= (isSigned ? -limit : 0n)
}
