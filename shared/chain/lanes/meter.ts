import * as z from 'zod'
import { address, hash32, wei, whole } from '../../store/columns'
import type { Row } from '../../store/row'
import type { SubscriptionPlace } from './place'
import { placeKey } from './place'

const meterSchema = z.object({
  receiver: address,
  subscription: hash32,
  /** Gas paid for its transactions, also for those without effect as far as was reserved for their claims. */
  spentInWei: wei,
  transactions: whole,
})

/** What a subscription's transactions have cost in a lane. */
export type Meter = Readonly<z.infer<typeof meterSchema>>

// More than any budget, and as many digits as a row takes.
const EVERYTHING = String(10n ** 29n)

/**
 * Parses a meter's row. One that cannot be read counts as a budget that is spent: its subscription waits for an operator,
 * and nobody else does.
 *
 * @param row - As stored.
 * @param place - As its key says, see placeKey.
 * @returns The meter; none when not even its key can be read.
 */
export function parseMeter(row: Row, place: string): readonly Meter[] {
  const meter = meterSchema.safeParse(row)
  if (meter.success) return [meter.data]
  const [receiver, subscription] = place.split('-')
  const spent = { receiver, subscription, spentInWei: EVERYTHING, transactions: 0 }
  const known = meterSchema.safeParse(spent)
  return known.success ? [known.data] : []
}

/**
 * Places a meter in its lane.
 *
 * @param meter - What was spent.
 * @returns Row key and columns.
 */
export function meterRow(meter: Meter): { readonly row: string; readonly value: Row } {
  return { row: `meter-${placeKey(meter)}`, value: { ...meter } }
}

/**
 * Tells what a subscription has spent.
 *
 * @param meters - Of its lane.
 * @param place - Which subscription.
 * @returns In wei; zero when nothing was ever mined for it.
 */
export function spentBy(meters: readonly Meter[], place: SubscriptionPlace): bigint {
  return BigInt(meters.find((meter) => placeKey(meter) === placeKey(place))?.spentInWei ?? 0)
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
  costs: readonly (SubscriptionPlace & { readonly costInWei: bigint })[],
): readonly Meter[] {
  const all = new Map(meters.map((meter) => [placeKey(meter), meter]))
  const changed = new Set<string>()
  for (const { receiver, subscription, costInWei } of costs) {
    const place = { receiver, subscription }
    const before = all.get(placeKey(place))
    const spentInWei = String(BigInt(before?.spentInWei ?? 0) + costInWei)
    all.set(placeKey(place), {
      ...place,
      spentInWei,
      transactions: (before?.transactions ?? 0) + 1,
    })
    changed.add(placeKey(place))
  }
  return [...all].flatMap(([key, meter]) => (changed.has(key) ? [meter] : []))
}
