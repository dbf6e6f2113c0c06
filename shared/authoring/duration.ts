/** A span of time. */
export type Seconds = { readonly kind: 'seconds'; readonly seconds: number }

/** How old something may be: a span of time, or trading days of the Cryplet's calendar. */
export type Duration = Seconds | { readonly kind: 'businessDays'; readonly days: number }

/**
 * Declares a span of time.
 *
 * @param count - Seconds.
 * @returns The span.
 */
export function seconds(count: number): Seconds {
  return { kind: 'seconds', seconds: count }
}

/**
 * Declares a span of time.
 *
 * @param count - Minutes.
 * @returns The span.
 */
export function minutes(count: number): Seconds {
  return { kind: 'seconds', seconds: count * 60 }
}

/**
 * Declares a span of time.
 *
 * @param count - Hours.
 * @returns The span.
 */
export function hours(count: number): Seconds {
  return { kind: 'seconds', seconds: count * 3600 }
}

/**
 * Declares a span of trading days, so that a weekend does not make Friday's value old.
 *
 * @param count - Trading days of the calendar that the Cryplet wakes by.
 * @returns The span.
 */
export function businessDays(count: number): Duration {
  return { kind: 'businessDays', days: count }
}
