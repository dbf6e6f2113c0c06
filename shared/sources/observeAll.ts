import type { Cryplet } from '../authoring/defineCryplet'
import type { Quantities } from '../authoring/quantity'
import type { ResolvedSources } from '../authoring/resolveSources'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import { type Clock, nowInSeconds } from '../core/clock'
import type { Network } from './network'
import type { Observation, SourceFault } from './observation'
import { observeSource } from './observeSource'
import { valuesOf } from './valuesOf'

/** For which slot, and by what. */
export type ObserveContext = {
  /** Unix seconds. */
  readonly slot: number
  /** Whose business days count, where a source counts them. */
  readonly calendar?: CalendarName | undefined
  /** Of that calendar, as they stood when the wake came. */
  readonly overrides?: CalendarOverrides | undefined
  readonly clock: Clock
  readonly network: Network
}

/** What all sources said, or everything that is wrong with them. */
export type Observed =
  | {
      readonly ok: true
      /** In the order of declaration, of the URLs within a source. */
      readonly observations: readonly Observation[]
      /** What they come to, as valuesOf derives it. */
      readonly values: Quantities
      /** Unix seconds, when the last answer had come. */
      readonly fetchedAt: number
    }
  | { readonly ok: false; readonly faults: readonly SourceFault[] }

/**
 * Asks all sources of a Cryplet at once.
 *
 * @param cryplet - Whose.
 * @param sources - Its sources, resolved.
 * @param context - For which slot, and by what.
 * @returns What they said; faults when one or more gave nothing that may be signed.
 * @throws CalendarRangeError when the slot lies outside the years of the calendar.
 */
export async function observeAll(
  cryplet: Cryplet,
  sources: ResolvedSources,
  context: ObserveContext,
): Promise<Observed> {
  const polls = await Promise.all(
    Object.entries(sources).map(async ([name, source]) => ({
      name,
      outcome: await observeSource(source, { ...context, name }),
    })),
  )
  const faults = polls.flatMap(({ name, outcome }) =>
    outcome.ok ? [] : [{ source: name, ...outcome.fault }],
  )
  if (faults.length > 0) return { ok: false, faults }
  const observations = polls.flatMap(({ outcome }) => (outcome.ok ? outcome.value : []))
  const values = valuesOf(cryplet, observations)
  return { ok: true, observations, values, fetchedAt: nowInSeconds(context.clock) }
}
