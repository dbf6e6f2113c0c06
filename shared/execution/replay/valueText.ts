import type { OutputValue } from '../../authoring/decodeOutput'
import { decimalText } from '../../sources/chainCodec'

/**
 * Writes a value for people, exactly.
 *
 * @param value - A scaled integer with its unit, or bytes.
 * @returns As in `4083.55000000 USD/XAU`.
 */
export function valueText(value: Pick<OutputValue, 'value' | 'unit' | 'decimals'>): string {
  const { value: text, unit, decimals } = value
  if (unit === undefined || decimals === undefined) return text
  return `${decimalText(BigInt(text), decimals)} ${unit}`
}
