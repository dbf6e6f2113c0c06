import * as z from 'zod'
import type { Hex } from '../../core/hex'
import { address, bytes, hash32, whole } from '../../store/columns'
import type { StoredRow } from '../../store/table'

const pauseSchema = z.object({ isPaused: z.boolean(), reason: z.string(), atInMs: whole })
const wishSchema = z.object({ deliveryId: hash32, wish: z.literal(['cancel', 'replay']) })

const errandSchema = z.object({ id: hash32, to: address, data: bytes })
const errandRowSchema = z.object({ errand: errandSchema })

/** A call besides deliveries, that the lane's sender makes and pays. Asked for twice under one id it is made once, while it waits. */
export type Errand = Readonly<z.infer<typeof errandSchema>>

/** What an operator may want of one delivery: `replay` tries at once what waits or is parked. */
export type Wish = z.infer<typeof wishSchema>['wish']

/** What operators, and the fabric itself, have told a lane. */
export type Control = {
  /** Why nothing new is signed; undefined while the lane is not paused. */
  readonly pausedBecause: string | undefined
  readonly wishes: ReadonlyMap<Hex, Wish>
  readonly errands: ReadonlyMap<Hex, Errand>
}

/**
 * Reads what a lane was told; what cannot be read is as if it were not there.
 *
 * @param rows - Of the lane, `control` and `control-…`.
 * @returns Its pause and the wishes.
 */
export function parseControl(rows: readonly StoredRow[]): Control {
  const wishes = new Map<Hex, Wish>()
  const errands = new Map<Hex, Errand>()
  let pausedBecause: string | undefined
  for (const { value } of rows) {
    const pause = pauseSchema.safeParse(value)
    if (pause.success && pause.data.isPaused) pausedBecause = pause.data.reason
    const wish = wishSchema.safeParse(value)
    if (wish.success) wishes.set(wish.data.deliveryId, wish.data.wish)
    const asked = errandRowSchema.safeParse(value)
    if (asked.success) errands.set(asked.data.errand.id, asked.data.errand)
  }
  return { pausedBecause, wishes, errands }
}
