import type { Duration } from './duration'
import type { Unit } from './unit'

/** How many of several endpoints must agree, and how closely. */
export type Quorum = {
  /** More than half of the URLs. */
  readonly atLeast: number
  /** How far from the median an answer may lie to count, in hundredths of a percent. */
  readonly maxSpreadInBps: number
}

/** One number in the JSON that a URL answers with. */
export type HttpJson<U extends Unit = Unit, D extends number = number> = {
  readonly kind: 'httpJson'
  /** Templates: `%NAME%` is a setting, `{slot}` the slot in Unix seconds, `{slot:date}` its UTC date. */
  readonly urls: readonly string[]
  /** RFC 6901 pointer to the number, as in `/refRates/0/percentRate`. */
  readonly value: string
  /** RFC 6901 pointer to when the provider says it was so: Unix seconds or milliseconds, or an ISO 8601 date or instant. */
  readonly providerTime: string
  readonly unit: U
  /** The number is rounded half to even to so many. */
  readonly decimals: D
  /** `slot`: it can be asked about a past instant; `latest`: it only knows now. */
  readonly asOf: 'slot' | 'latest'
  /** Older than this before the slot (before the fetch, with `latest`), it is stale. */
  readonly maxAge: Duration
  readonly quorum: Quorum
  /**
   * `public`: whoever may see the run may see its whole responses, which are kept for a while so that it can be replayed.
   * Left out, a body never leaves the container, and only its hash is kept: so it must be with whatever is of a person.
   */
  readonly body?: 'public'
}

/** What an author says of a source. */
export type HttpJsonOptions<U extends Unit, D extends number> = Omit<
  HttpJson<U, D>,
  'kind' | 'urls' | 'quorum'
> & {
  /** One URL, or several that are asked the same, with a quorum. */
  readonly url: string | readonly string[]
  /** Needed with several URLs. */
  readonly quorum?: Quorum
}

/**
 * Declares a source: one number in the JSON that a URL answers with.
 *
 * @param options - Where, what, in which unit and how fresh.
 * @returns The declaration, as plain data; nothing is fetched.
 */
export function httpJson<const U extends Unit, const D extends number>(
  options: HttpJsonOptions<U, D>,
): HttpJson<U, D> {
  const { url, quorum = { atLeast: 1, maxSpreadInBps: 0 }, ...rest } = options
  return { kind: 'httpJson', urls: typeof url === 'string' ? [url] : url, quorum, ...rest }
}
