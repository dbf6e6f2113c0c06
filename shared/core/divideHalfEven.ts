import { InvalidValueError } from './errors'

/**
 * Divides integers and rounds to the nearest one, halves to the even one, so that many roundings do not drift.
 *
 * Source: IEEE 754-2019, roundTiesToEven.
 *
 * @param dividend - Any integer.
 * @param divisor - Any but zero.
 * @returns The rounded quotient.
 * @throws InvalidValueError when the divisor is zero.
 */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new InvalidValueError('divisor', 'not zero', divisor)
  const isNegative = dividend < 0n !== divisor < 0n
  const [whole, rest] = [magnitude(dividend), magnitude(divisor)]
  const quotient = whole / rest
  const twice = 2n * (whole % rest)
  const isUp = twice > rest || (twice === rest && quotient % 2n === 1n)
  const rounded = isUp ? quotient + 1n : quotient
  return isNegative ? -rounded : rounded
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
