import { triangleWave } from './triangleWave'

const DAY = 86_400

/** An ounce of gold, in the shape of a public price service. */
export type SampleGold = {
  readonly sample: true
  readonly name: 'Gold (sample)'
  readonly symbol: 'XAU'
  readonly currency: 'USD'
  readonly price: number
  /** ISO 8601, in UTC. */
  readonly updatedAt: string
}

/**
 * Makes up the price of gold at an instant: between 3,900 and 4,300 dollars, moving less than two percent a day.
 *
 * @param asOf - Unix seconds, in digits.
 * @returns A price updated within the minute before; undefined for anything else.
 */
export function sampleGold(asOf: string): SampleGold | undefined {
  if (!/^\d{1,10}$/.test(asOf)) return undefined
  const slot = Number(asOf)
  const cents =
    390_000 +
    triangleWave(slot, { periodInSeconds: 97 * DAY, height: 30_000 }) +
    triangleWave(slot, { periodInSeconds: 5 * DAY, height: 8_000 }) +
    triangleWave(slot, { periodInSeconds: 7 * 3600, height: 2_000 })
  const updatedAt = slot - (slot % 53)
  return {
    sample: true,
    name: 'Gold (sample)',
    symbol: 'XAU',
    currency: 'USD',
    price: cents / 100,
    updatedAt: new Date(updatedAt * 1000).toISOString(),
  }
}
