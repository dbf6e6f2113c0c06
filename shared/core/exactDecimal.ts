/** As many digits as 2^255 has. */
const MAX_DIGITS = 77

/**
 * Reads a decimal that somebody wrote down as it is meant: nothing is rounded.
 *
 * @param text - As in `4083.55` or `-1`, without exponent.
 * @param decimals - The result is the number times 10^decimals.
 * @returns Undefined when it is no such text, has more decimals or more than 77 digits in all.
 */
export function exactDecimal(text: string, decimals: number): bigint | undefined {
  const [found, sign, whole = '', fraction = ''] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? []
  if (found === undefined || fraction.length > decimals) return undefined
  if (whole.length + decimals > MAX_DIGITS) return undefined
  const magnitude = BigInt(whole + fraction.padEnd(decimals, '0'))
  return sign === '-' ? -magnitude : magnitude
}
