import { InvalidValueError } from '../core/errors'
import { exactDecimal } from '../core/exactDecimal'
import type { Crossing, Movement } from './watchCondition'

/** Two values of a source, as integers times 10^decimals. */
export type Reading = {
  readonly value: bigint
  /** The level of a crossing; of a movement, where it began. */
  readonly reference: bigint
}

/**
 * Tells whether a value is where a condition asks for it.
 *
 * @param condition - Declared.
 * @param reading - Of its source.
 * @returns Whether it is at the level or beyond it, or has gone so far. A crossing besides needs to have been on the
 *   other side before, which no single value shows.
 */
export function meetsCondition(condition: Crossing | Movement, reading: Reading): boolean {
  const { value, reference } = reading
  switch (condition.kind) {
    case 'crossesUp':
      return value >= reference
    case 'crossesDown':
      return value <= reference
    case 'movedBy':
      // From zero, whose share nothing is, any move is one.
      return value !== reference && isShare(value - reference, reference, condition.bps)
  }
}

/**
 * Tells whether a value is so far back that its level can be crossed again.
 *
 * @param crossing - Declared.
 * @param reading - The value and the level.
 * @param decimals - Of the source.
 * @returns Whether it is on the near side, and out of the band.
 */
export function isOutOfBand(crossing: Crossing, reading: Reading, decimals: number): boolean {
  const { value, reference } = reading
  const behind = crossing.kind === 'crossesUp' ? reference - value : value - reference
  if (behind <= 0n) return false
  const { band } = crossing
  return 'bps' in band
    ? isShare(behind, reference, band.bps)
    : behind >= requireDecimal(band.amount, decimals)
}

/**
 * Gives a level that the definition's check has shown to be one.
 *
 * @param text - As declared.
 * @param decimals - Of the source.
 * @returns Times 10^decimals.
 * @throws InvalidValueError when it is none.
 */
export function requireDecimal(text: string, decimals: number): bigint {
  const value = exactDecimal(text, decimals)
  if (value !== undefined) return value
  throw new InvalidValueError('level', `a number of at most ${String(decimals)} decimals`, text)
}

function isShare(distance: bigint, of: bigint, bps: number): boolean {
  return magnitude(distance) * 10_000n >= magnitude(of) * BigInt(bps)
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
