import type { OutputValue } from '../../authoring/decodeOutput'

/**
 * Writes a value for people, exactly.
 *
 * @param value - A scaled integer with its unit, or bytes.
 * @returns As in `4083.55000000 USD/XAU`.
 */
export function valueText(value: Pick<OutputValue, 'value' | 'unit' | 'decimals'>): string {
  const { value: text, unit, decimals } = value
  if (unit === undefined || decimals === undefined) return text
  const isNegative = text.startsWith('-')
  const digits = (isNegative ? text.slice(1) : text).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`
  return `${isNegative ? '-' : ''}${whole}${fraction} ${unit}`
}
