import { triangleWave } from './triangleWave'

const DAY = 86_400

/** The Secured Overnight Financing Rate, in the shape of the New York Fed's markets data. */
export type SampleSofr = {
  readonly sample: true
  readonly refRates: readonly [
    {
      /** Of the night that the rate is of. */
      readonly effectiveDate: string
      readonly type: 'SOFR (sample)'
      readonly percentRate: number
      readonly volumeInBillions: number
      readonly revisionIndicator: ''
    },
  ]
}

/**
 * Makes up the rate that was known on a date: that of the weekday before, since a rate is published the morning after.
 *
 * @param date - `YYYY-MM-DD`.
 * @returns Between 3.9 and 4.2 percent; undefined for what is no date.
 */
export function sampleSofr(date: string): SampleSofr | undefined {
  const day = Date.parse(`${date}T00:00:00Z`) / 1000
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(day) || isoDate(day) !== date)
    return undefined
  const night = weekdayBefore(day)
  const hundredths = 390 + triangleWave(night, { periodInSeconds: 61 * DAY, height: 30 })
  return {
    sample: true,
    refRates: [
      {
        effectiveDate: isoDate(night),
        type: 'SOFR (sample)',
        percentRate: hundredths / 100,
        volumeInBillions: 3_000 + triangleWave(night, { periodInSeconds: 11 * DAY, height: 150 }),
        revisionIndicator: '',
      },
    ],
  }
}

function weekdayBefore(day: number): number {
  const before = day - DAY
  const weekday = new Date(before * 1000).getUTCDay()
  if (weekday === 0) return before - 2 * DAY
  return weekday === 6 ? before - DAY : before
}

function isoDate(instant: number): string {
  return new Date(instant * 1000).toISOString().slice(0, 10)
}
