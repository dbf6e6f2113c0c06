import type { Typed } from 'rhea'
import { itemsOf, plain } from './rhea'

/** Descriptors of the sections of a message (AMQP 1.0, part 3, section 3.2). */
export const SECTION = {
  header: 0x70,
  annotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  /** data, sequence, value and footer, in this order. */
  firstBody: 0x75,
  lastBody: 0x78,
} as const

/**
 * Gives the entries of a map with their types.
 *
 * @param map - Undefined has none.
 * @returns Keys and values.
 */
export function pairsOf(map: Typed | undefined): readonly (readonly [Typed, Typed])[] {
  const items = itemsOf(map)
  return items.flatMap((key, index) => {
    const value = items[index + 1]
    return index % 2 === 0 && value !== undefined ? [[key, value] as const] : []
  })
}

/**
 * Gives the entries of a map.
 *
 * @param map - Undefined has none.
 * @returns Names and plain values.
 */
export function entriesOf(map: Typed | undefined): readonly (readonly [string, unknown])[] {
  return pairsOf(map).map(([key, value]) => [String(plain(key)), plain(value)])
}
