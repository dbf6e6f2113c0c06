import * as z from 'zod'
import type { Address, Hex } from '../../core/hex'
import { address, hash32, wei, whole } from '../../store/columns'
import type { Row } from '../../store/row'

const meterSchema = z.object({
  receiver: address,
  subscription: hash32,
  /** Gas paid for its transactions, also for those without effect. */
  spentInWei: wei,
  transactions: whole,
})

/** What a subscription's transactions have cost in a lane. */
export type Meter = Readonly<z.infer<typeof meterSchema>>

/** Which subscription of which receiver. */
export type MeterPlace = { readonly receiver: Address; readonly subscription: Hex }

/**
 * Parses a meter's row.
 *
 * @param row - As stored.
 * @returns The meter.
 * @throws ZodError when it is none: nobody writes them by hand.
 */
export function parseMeter(row: Row): Meter {
  return meterSchema.parse(row)
}

/**
 * Places a meter in its lane.
 *
 * @param meter - What was spent.
 * @returns Row key and columns.
 */
export function meterRow(meter: Meter): { readonly row: string; readonly value: Row } {
  const { receiver, subscription } = meter
  return { row: `meter-${receiver.toLowerCase()}-${subscription}`, value: { ...meter } }
}

/**
 * Tells what a subscription has spent.
 *
 * @param meters - Of its lane.
 * @param place - Which subscription.
 * @returns In wei; zero when nothing was ever mined for it.
 */
export function spentBy(meters: readonly Meter[], place: MeterPlace): bigint {
  return BigInt(meters.find((meter) => isSame(meter, place))?.spentInWei ?? 0)
}

/**
 * Adds costs to meters.
 *
 * @param meters - Of a lane.
 * @param costs - Each with what a mined transaction cost, in wei.
 * @returns Only the meters that change.
 */
export function charge(
  meters: readonly Meter[],
  costs: readonly (MeterPlace & { readonly costInWei: bigint })[],
): readonly Meter[] {
  const changed: Meter[] = []
  for (const { receiver, subscription, costInWei } of costs) {
    const place = { receiver, subscription }
    const at = changed.findIndex((meter) => isSame(meter, place))
    const before = changed[at] ?? meters.find((meter) => isSame(meter, place))
    const meter = {
      ...place,
      spentInWei: String(BigInt(before?.spentInWei ?? 0) + costInWei),
      transactions: (before?.transactions ?? 0) + 1,
    }
    if (at === -1) changed.push(meter)
    else changed[at] = meter
  }
  return changed
}

function isSame(a: MeterPlace, b: MeterPlace): boolean {
  return a.receiver.toLowerCase() === b.receiver.toLowerCase() && a.subscription === b.subscription
}
