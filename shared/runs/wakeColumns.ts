import type { Json } from '../core/canonicalJson'
import { detailOf, parseWakeFacts, type WakeFacts, wakeIdOf } from '../envelope/wakeFacts'
import type { WakeRow } from './rows'

/** What a wake's row keeps of its facts. */
export type WakeColumns = Pick<WakeRow, 'wakeId' | 'kind' | 'crypletId' | 'slot' | 'detail'>

/**
 * Gives what a row keeps of a wake's facts.
 *
 * @param facts - Of the wake.
 * @returns Columns of its row, its id among them.
 */
export function wakeColumns(facts: WakeFacts): WakeColumns {
  const { kind, crypletId, slot } = facts
  const detail = detailOf(facts)
  return { wakeId: wakeIdOf(facts), kind, crypletId, slot, ...(detail !== undefined && { detail }) }
}

/**
 * Gives the facts of a stored wake, as they are hashed.
 *
 * @param wake - Its row.
 * @returns The facts.
 * @throws InvalidValueError when its detail is not that of its kind.
 */
export function factsOf(wake: WakeRow): WakeFacts {
  const { kind, crypletId, slot, detail } = wake
  return parseWakeFacts({ kind, crypletId, slot, ...(isObject(detail) && detail) })
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
