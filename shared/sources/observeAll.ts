import type { Cryplet } from '../authoring/defineCryplet'
import type { Quantities } from '../authoring/quantity'
import type { ResolvedSources } from '../authoring/resolveSources'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import { type Clock, nowInSeconds } from '../core/clock'
import type { ReadChain } from './chainReader'
import { fetchChain } from './fetchChain'
import type { Answer } from './fetchSource'
import { fetchSource } from './fetchSource'
import type { Network } from './network'
import type { Observation, SourceFault } from './observation'
import { readSource } from './readSource'
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
  /** For sources on a chain. */
  readonly readChain: ReadChain
}

/** The body of a response that was observed, of a source whose bodies are public. */
export type ObservedBody = Pick<Observation, 'source' | 'origin' | 'responseHash'> & {
  readonly bytes: Uint8Array
}

/** What all sources said, or everything that is wrong with them. */
export type Observed =
  | {
      readonly ok: true
      /** In the order of declaration, of the URLs within a source. */
      readonly observations: readonly Observation[]
      /** Those that may be kept, in the order of the observations. */
      readonly bodies: readonly ObservedBody[]
      /** What they come to, as valuesOf derives it. */
      readonly values: Quantities
      /** Unix seconds, when the last answer had come. */
      readonly fetchedAt: number
    }
  | { readonly ok: false; readonly faults: readonly SourceFault[] }

/**
 * Asks all sources of a Cryplet at once, and reads their answers as of the moment when the last had come: so whoever has
 * the bodies and that moment reads the same again.
 *
 * @param cryplet - Whose; or a part of its sources.
 * @param sources - The same, resolved.
 * @param context - For which slot, and by what.
 * @returns What they said; faults when one or more gave nothing that may be signed.
 * @throws CalendarRangeError when the slot lies outside the years of the calendar.
 */
export async function observeAll(
  cryplet: Pick<Cryplet, 'sources'>,
  sources: ResolvedSources,
  context: ObserveContext,
): Promise<Observed> {
  const { clock, network, readChain, ...rest } = context
  const { slot } = rest
  const asked = await Promise.all(
    Object.entries(sources).map(async ([name, source]) => {
      const answers =
        source.kind === 'chainRead'
          ? await fetchChain(source, { slot, readChain })
          : await fetchSource(source, { slot, network })
      return { name, source, answers }
    }),
  )
  const now = nowInSeconds(clock)
  const polls = asked.map(({ name, source, answers }) => {
    const outcome = readSource(source, answers, { ...rest, name, now })
    return { name, source, answers, outcome }
  })
  const faults = polls.flatMap(({ name, outcome }) =>
    outcome.ok ? [] : [{ source: name, ...outcome.fault }],
  )
  if (faults.length > 0) return { ok: false, faults }
  const observations = polls.flatMap(({ outcome }) => (outcome.ok ? outcome.value : []))
  const bodies = polls.flatMap(({ source, answers, outcome }) =>
    outcome.ok && source.body === 'public' ? bodiesOf(outcome.value, answers) : [],
  )
  const values = valuesOf(cryplet, observations)
  return { ok: true, observations, bodies, values, fetchedAt: now }
}

// Each endpoint of a source has another origin (resolveSources).
function bodiesOf(
  observations: readonly Observation[],
  answers: readonly Answer[],
): readonly ObservedBody[] {
  return observations.flatMap(({ source, origin, responseHash }) => {
    const outcome = answers.find((answer) => answer.origin === origin)?.outcome
    return outcome?.ok === true ? [{ source, origin, responseHash, bytes: outcome.value }] : []
  })
}
