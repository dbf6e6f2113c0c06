import { divideHalfEven } from '../core/divideHalfEven'
import { DecimalsMismatchError, UnitMismatchError } from './errors'
import type { Quantity } from './quantity'
import { type Inverse, inverseUnit, type Product, productUnit, type Unit } from './unit'

/** Asks nothing of units that compose, and of others what nothing can give: the compiler then names both. */
type Composing<Result, A extends Unit, B extends Unit> = [Result] extends [never]
  ? { readonly unitsDoNotCompose: readonly [A, B] }
  : unknown

/**
 * Multiplies quantities whose units cancel: a rate in `cbETH/ETH` by a price in `ETH/USD` is in `cbETH/USD`.
 *
 * @param left - A quantity.
 * @param right - A quantity.
 * @param decimals - Of the result, which is rounded half to even.
 * @returns The product.
 * @throws UnitMismatchError when nothing cancels.
 */
export function multiply<A extends Unit, B extends Unit, const D extends number>(
  left: Quantity<A>,
  right: Quantity<B> & Composing<Product<A, B>, A, B>,
  decimals: D,
): Quantity<Product<A, B>, D> {
  const unit = productUnit(left.unit, right.unit)
  if (unit === undefined) throw new UnitMismatchError('multiply', left.unit, right.unit)
  const digits = left.decimals + right.decimals
  return {
    scaled: shift(left.scaled * right.scaled, decimals - digits),
    // productUnit says at run time what Product says at compile time.
    unit: unit as Product<A, B>,
    decimals,
  }
}

/**
 * Divides quantities whose units cancel: `USD/XAU` by `USD/EUR` is `EUR/XAU`.
 *
 * @param left - A quantity.
 * @param right - A quantity, not zero.
 * @param decimals - Of the result, which is rounded half to even, once.
 * @returns The quotient.
 * @throws UnitMismatchError when nothing cancels.
 * @throws InvalidValueError when the divisor is zero.
 */
export function divide<A extends Unit, B extends Unit, const D extends number>(
  left: Quantity<A>,
  right: Quantity<B> & Composing<Product<A, Inverse<B>>, A, B>,
  decimals: D,
): Quantity<Product<A, Inverse<B>>, D> {
  const unit = productUnit(left.unit, inverseUnit(right.unit))
  if (unit === undefined) throw new UnitMismatchError('divide', left.unit, right.unit)
  const digits = decimals + right.decimals - left.decimals
  return {
    scaled: divideHalfEven(
      left.scaled * powerOfTen(Math.max(digits, 0)),
      right.scaled * powerOfTen(Math.max(-digits, 0)),
    ),
    unit: unit as Product<A, Inverse<B>>,
    decimals,
  }
}

/**
 * Adds quantities of one unit with the same decimals.
 *
 * @param left - A quantity.
 * @param right - A quantity.
 * @returns The sum.
 * @throws UnitMismatchError for two units.
 * @throws DecimalsMismatchError for two counts of decimals.
 */
export function add<U extends Unit, D extends number>(
  left: Quantity<U, D>,
  right: Quantity<NoInfer<U>, NoInfer<D>>,
): Quantity<U, D> {
  assertAlike('add', left, right)
  return { ...left, scaled: left.scaled + right.scaled }
}

/**
 * Subtracts quantities of one unit with the same decimals.
 *
 * @param left - A quantity.
 * @param right - A quantity.
 * @returns The difference.
 * @throws UnitMismatchError for two units.
 * @throws DecimalsMismatchError for two counts of decimals.
 */
export function subtract<U extends Unit, D extends number>(
  left: Quantity<U, D>,
  right: Quantity<NoInfer<U>, NoInfer<D>>,
): Quantity<U, D> {
  assertAlike('subtract', left, right)
  return { ...left, scaled: left.scaled - right.scaled }
}

/**
 * Gives a quantity other decimals.
 *
 * @param value - A quantity.
 * @param decimals - Fewer are rounded half to even.
 * @returns The same amount.
 */
export function rescale<U extends Unit, const D extends number>(
  value: Quantity<U>,
  decimals: D,
): Quantity<U, D> {
  return { scaled: shift(value.scaled, decimals - value.decimals), unit: value.unit, decimals }
}

function assertAlike(operation: string, left: Quantity, right: Quantity): void {
  if (left.unit !== right.unit) throw new UnitMismatchError(operation, left.unit, right.unit)
  if (left.decimals !== right.decimals) {
    throw new DecimalsMismatchError(operation, left.decimals, right.decimals)
  }
}

function shift(scaled: bigint, places: number): bigint {
  return places >= 0 ? scaled * powerOfTen(places) : divideHalfEven(scaled, powerOfTen(-places))
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}
