import type { FillerRow, LaneRow } from './rows'

/**
 * Names a row within its lane.
 *
 * @param row - Any.
 * @returns Its delivery's id, or `filler-` and its nonce.
 */
export function idOf(row: LaneRow | FillerRow): string {
  return row.state === 'filler' ? `filler-${digits(row.nonce)}` : row.deliveryId
}

/**
 * Sorts rows by acceptance; what fills nonces comes last.
 *
 * @param rows - In any order.
 * @returns The same, sorted.
 */
export function inOrder<T extends { readonly row: LaneRow | FillerRow }>(
  rows: readonly T[],
): readonly T[] {
  const keyed = rows.map((open) => ({ open, key: orderOf(open.row) }))
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ open }) => open)
}

function orderOf(row: LaneRow | FillerRow): string {
  if (row.state === 'filler') return `~${digits(row.nonce)}`
  return `${digits(row.acceptedAtInMs)}${row.deliveryId}`
}

/**
 * Writes a number so that texts sort as numbers do.
 *
 * @param value - Zero or more.
 * @returns At least 15 digits.
 */
export function digits(value: number): string {
  return String(value).padStart(15, '0')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
