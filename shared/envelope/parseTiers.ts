import { TiersIllegalError } from './errors'
import type { Tiers } from './tiers'

/**
 * Parses a bitmap of tiers.
 *
 * @param value - 1, 3, 5 or 7.
 * @returns The same.
 * @throws TiersIllegalError when it is anything else.
 */
export function parseTiers(value: unknown): Tiers {
  if (value === 1 || value === 3 || value === 5 || value === 7) return value
  throw new TiersIllegalError(value)
}
