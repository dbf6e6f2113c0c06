import { type DayNumber, dayNumber } from './civil'

/** Which of the two equinoxes of a year: of March or of September. */
export type Season = 'vernal' | 'autumnal'

const EQUINOXES: Readonly<Record<Season, { readonly month: number; readonly dayIn1980: number }>> =
  {
    vernal: { month: 3, dayIn1980: 20.8431 },
    autumnal: { month: 9, dayIn1980: 23.2488 },
  }

/**
 * Tells on which day an equinox falls by Japan's clock.
 *
 * Source: Shin Koyomi Benricho (Hydrographic Department of Japan), its approximation for 1980 to 2099. The holiday is what
 * the National Astronomical Observatory publishes in the Official Gazette each February for the year after: up to 2027 it
 * is always this day.
 *
 * @param year - Gregorian, 1980 to 2099.
 * @param season - Which equinox.
 * @returns The day.
 */
export function equinoxOf(year: number, season: Season): DayNumber {
  const { month, dayIn1980 } = EQUINOXES[season]
  const years = year - 1980
  // A year has 0.242194 days more than 365, which the leap days take back.
  const day = Math.floor(dayIn1980 + 0.242194 * years - Math.floor(years / 4))
  return dayNumber(year, month, day)
}
