/** The last instant that a Date can hold, in seconds. */
const LAST_DATE = 8_640_000_000_000

/**
 * Writes an instant for people.
 *
 * @param seconds - Unix seconds; the registry writes "for ever" as 2^40 - 1.
 * @returns As in `2026-11-20T21:00:00Z`, or `further notice`.
 */
export function dateText(seconds: number): string {
  if (seconds >= 2 ** 40 - 1 || seconds > LAST_DATE) return 'further notice'
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
