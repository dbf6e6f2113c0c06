const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/

/**
 * Reads a time span as .NET writes it: `[d.]hh:mm:ss`.
 *
 * @param text - Blanks around it do not count.
 * @returns Milliseconds; undefined when it is none.
 */
export function parseTimeSpan(text: string): number | undefined {
  const found = TIME_SPAN.exec(text.trim())
  if (found === null) return undefined
  const parts = found.slice(1).map((part) => Number(part || 0))
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
