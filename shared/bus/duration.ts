const DURATION =
  /^P(?:(?<days>\d+)D)?(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/

/**
 * Parses a duration as Bicep takes it: days, hours, minutes and seconds of ISO 8601, without years and months.
 *
 * @param text - As in `PT30S` or `P14D`.
 * @returns Whole milliseconds, rounded down; undefined when it is no duration.
 */
export function parseDuration(text: string): number | undefined {
  const parts = DURATION.exec(text)?.groups
  if (parts === undefined || text === 'P') return undefined
  const part = (name: string) => Number(parts[name] ?? 0)
  const minutes = (part('days') * 24 + part('hours')) * 60 + part('minutes')
  return minutes * 60_000 + Math.floor(part('seconds') * 1000)
}
