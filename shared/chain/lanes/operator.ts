import * as z from 'zod'
import type { Hex } from '../../core/hex'
import { hash32, whole } from '../../store/columns'
import type { StoredRow } from '../../store/table'

const pauseSchema = z.object({ isPaused: z.boolean(), reason: z.string(), atInMs: whole })
const wishSchema = z.object({ deliveryId: hash32, wish: z.literal(['cancel', 'replay']) })

/** What an operator may want of one delivery: `replay` tries at once what waits or is parked. */
export type Wish = z.infer<typeof wishSchema>['wish']

/** What operators have told a lane. */
export type Control = {
  /** Why nothing new is signed; undefined while the lane is not paused. */
  readonly pausedBecause: string | undefined
  readonly wishes: ReadonlyMap<Hex, Wish>
}

/**
 * Reads what operators have told a lane; what cannot be read is as if it were not there.
 *
 * @param rows - Of the lane, `control` and `control-…`.
 * @returns Its pause and the wishes.
 */
export function parseControl(rows: readonly StoredRow[]): Control {
  const wishes = new Map<Hex, Wish>()
  let pausedBecause: string | undefined
  for (const { value } of rows) {
    const pause = pauseSchema.safeParse(value)
    if (pause.success && pause.data.isPaused) pausedBecause = pause.data.reason
    const wish = wishSchema.safeParse(value)
    if (wish.success) wishes.set(wish.data.deliveryId, wish.data.wish)
  }
  return { pausedBecause, wishes }
}
