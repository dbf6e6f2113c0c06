import type { HttpJson } from '../authoring/httpJson'
import { dateOf } from '../calendar/civil'
import type { Network } from './network'
import type { Outcome } from './observation'

/** What one endpoint said. */
export type Answer = {
  /** Scheme, host and port that were asked. */
  readonly origin: string
  /** The body's bytes as they came. */
  readonly outcome: Outcome<Uint8Array>
}

/** What endpoints are asked for, and by what. */
export type FetchContext = {
  /** Unix seconds. */
  readonly slot: number
  readonly network: Network
}

/**
 * Asks all endpoints of a source at once.
 *
 * @param source - Resolved; `{slot}` and `{slot:date}` may stand in its URLs.
 * @param context - What for, and by what.
 * @returns What each said, unread, in the order of the URLs.
 */
export function fetchSource(
  source: Pick<HttpJson, 'urls'>,
  context: FetchContext,
): Promise<readonly Answer[]> {
  const { slot, network } = context
  return Promise.all(
    source.urls.map(async (url) => ({
      origin: new URL(url).origin,
      outcome: await network.getJson(urlAt(url, slot)),
    })),
  )
}

function urlAt(template: string, slot: number): string {
  return template
    .replaceAll('{slot}', String(slot))
    .replaceAll('{slot:date}', dateOf(Math.floor(slot / 86_400)))
}
