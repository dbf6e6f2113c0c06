import * as z from 'zod'
import type { Hex } from '../../core/hex'
import { address, bytes, hash32, whole } from '../../store/columns'
import type { StoredRow } from '../../store/table'

const pauseSchema = z.object({ isPaused: z.boolean(), reason: z.string(), atInMs: whole })
const factsSchema = z.object({
  wakeId: hash32,
  receiver: address,
  subscription: hash32,
  acceptedAtInMs: whole,
  /** Unix seconds: none of its envelopes has any effect after. */
  expiresAt: whole,
})

const wishSchema = z.object({
  deliveryId: hash32,
  wish: z.literal(['cancel', 'replay']),
  facts: factsSchema.optional(),
  /** Of a cancellation that no operator asked for. */
  because: z.string().optional(),
})

const errandSchema = z.object({ id: hash32, to: address, data: bytes })
const errandRowSchema = z.object({ errand: errandSchema })

/** A call besides deliveries, that the lane's sender makes and pays. Asked for twice under one id it is made once, while it waits. */
export type Errand = Readonly<z.infer<typeof errandSchema>>

/** What an operator may want of one delivery: `replay` tries at once what waits or is parked. */
export type Wish = Order['wish']

/** What a delivery is as its run knows it: its own row in the lane may be unreadable. `acceptedAtInMs` may be too early. */
export type DeliveryFacts = Readonly<z.infer<typeof factsSchema>>

/** A wish with the delivery that it is about. */
export type Order = Readonly<z.infer<typeof wishSchema>>

/** What operators, and the fabric itself, have told a lane. */
export type Control = {
  /** Why nothing new is signed; undefined while the lane is not paused. */
  readonly pausedBecause: string | undefined
  readonly wishes: ReadonlyMap<Hex, Order>
  readonly errands: ReadonlyMap<Hex, Errand>
  /** Keys of the rows that say so, by the same ids. */
  readonly keys: ReadonlyMap<Hex, readonly string[]>
}

/**
 * Reads what a lane was told; what cannot be read is as if it were not there.
 *
 * @param rows - Of the lane, `control` and `control-…`, by their keys: a later wish comes after an earlier one.
 * @returns Its pause and the wishes.
 */
export function parseControl(rows: readonly StoredRow[]): Control {
  const wishes = new Map<Hex, Order>()
  const errands = new Map<Hex, Errand>()
  const keys = new Map<Hex, readonly string[]>()
  const note = (id: Hex, row: string): void => {
    keys.set(id, [...(keys.get(id) ?? []), row])
  }
  let pausedBecause: string | undefined
  for (const { row, value } of rows) {
    const pause = pauseSchema.safeParse(value)
    if (pause.success && pause.data.isPaused) pausedBecause = pause.data.reason
    const wish = wishSchema.safeParse(value)
    if (wish.success) {
      wishes.set(wish.data.deliveryId, wish.data)
      note(wish.data.deliveryId, row)
    }
    const asked = errandRowSchema.safeParse(value)
    if (asked.success) {
      errands.set(asked.data.errand.id, asked.data.errand)
      note(asked.data.errand.id, row)
    }
  }
  return { pausedBecause, wishes, errands, keys }
}
