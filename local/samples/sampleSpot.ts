import { triangleWave } from './triangleWave'

/** An ounce of gold as it is dealt now, in the shape of a public price service. */
export type SampleSpot = {
  readonly sample: true
  readonly name: 'Gold spot (sample)'
  readonly symbol: 'XAU'
  readonly currency: 'USD'
  readonly price: number
  /** ISO 8601, in UTC. */
  readonly updatedAt: string
}

/**
 * Makes up a lively price of gold: between 4,000 and 4,100 dollars, up and down again in four minutes.
 *
 * @param asOf - Unix seconds, in digits.
 * @returns A price updated within the two seconds before; undefined for anything else.
 */
export function sampleSpot(asOf: string): SampleSpot | undefined {
  if (!/^\d{1,10}$/.test(asOf)) return undefined
  const slot = Number(asOf)
  const cents = 400_000 + triangleWave(slot, { periodInSeconds: 240, height: 10_000 })
  return {
    sample: true,
    name: 'Gold spot (sample)',
    symbol: 'XAU',
    currency: 'USD',
    price: cents / 100,
    updatedAt: new Date((slot - (slot % 2)) * 1000).toISOString(),
  }
}
