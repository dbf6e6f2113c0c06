import { divideHalfEven } from '../core/divideHalfEven'

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/
/** As many as 2^255 has. What is larger than an output's type holds, but has no more digits, is found when the Cryplet runs. */
const MAX_DIGITS = 77
/** Longer ones are no measurements, and dear to convert. */
const MAX_LENGTH = 256

/**
 * Turns a number as JSON writes it into an integer, without going through a double.
 *
 * @param text - As in `4083.55`, `-1e-3`.
 * @param decimals - The result is the number times 10^decimals, rounded half to even.
 * @returns At most 77 digits; undefined when it would have more, or the text is no JSON number of at most 256 characters.
 */
export function scaleDecimal(text: string, decimals: number): bigint | undefined {
  const number = text.length > MAX_LENGTH ? undefined : partsOf(text)
  if (number === undefined) return undefined
  const { digits, isNegative } = number
  const shift = number.exponent + decimals
  // Both before any power of ten is made: an exponent of nine digits would take all memory.
  if (digits === '' || digits.length + shift < 0) return 0n
  if (digits.length + shift > MAX_DIGITS) return undefined
  const signed = isNegative ? -BigInt(digits) : BigInt(digits)
  if (shift >= 0) return signed * 10n ** BigInt(shift)
  return divideHalfEven(signed, 10n ** BigInt(-shift))
}

type Parts = {
  /** Without leading zeros; empty for zero. */
  readonly digits: string
  /** Of ten, to multiply the digits by. */
  readonly exponent: number
  readonly isNegative: boolean
}

function partsOf(text: string): Parts | undefined {
  const [found, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (found === undefined) return undefined
  return {
    digits: (whole + fraction).replace(/^0+/, ''),
    exponent: Number(exponent) - fraction.length,
    isNegative: sign === '-',
  }
}
