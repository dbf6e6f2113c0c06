import { keccak256 } from 'ethers'
import type { HttpJson } from '../authoring/httpJson'
import { dateOf } from '../calendar/civil'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import { type Clock, nowInSeconds } from '../core/clock'
import type { Hex } from '../core/hex'
import { checkFreshness } from './checkFreshness'
import type { Network } from './network'
import { fail, type Observation, type Outcome, succeed } from './observation'
import { type ExactJson, parseExactJson } from './parseExactJson'
import { type ProviderTime, parseProviderTime } from './parseProviderTime'
import { resolvePointer } from './resolvePointer'
import { scaleDecimal } from './scaleDecimal'

/** What an endpoint is asked for, and by what. */
export type FetchContext = {
  /** Name of the source. */
  readonly name: string
  /** Unix seconds. */
  readonly slot: number
  /** Whose business days count; a source that counts them has one. */
  readonly calendar?: CalendarName | undefined
  /** What the operator knew better when the wake came. */
  readonly overrides?: CalendarOverrides | undefined
  readonly clock: Clock
  readonly network: Network
}

/**
 * Asks one endpoint of a source.
 *
 * @param source - Resolved.
 * @param url - One of its URLs; `{slot}` and `{slot:date}` may stand in it.
 * @param context - What for, and by what.
 * @returns What it said, or why that cannot be used.
 */
export async function fetchSource(
  source: HttpJson,
  url: string,
  context: FetchContext,
): Promise<Outcome<Observation>> {
  const { name, slot, calendar, overrides, clock, network } = context
  const { origin } = new URL(url)
  const answer = await network.getJson(urlAt(url, slot))
  if (!answer.ok) return answer
  const document = parseDocument(answer.value)
  if (document === undefined) return fail('SOURCE_NOT_JSON', `${origin} answered malformed JSON`)

  const value = readValue(source, document)
  if (!value.ok) return value
  const time = readTime(source, document)
  if (!time.ok) return time
  const now = nowInSeconds(clock)
  const fault = checkFreshness(time.value, { source, slot, now, calendar, overrides })
  if (fault !== undefined) return { ok: false, fault }
  return succeed({
    source: name,
    origin,
    responseHash: keccak256(answer.value) as Hex,
    providerTime: time.value.seconds,
    value: value.value,
  })
}

function urlAt(template: string, slot: number): string {
  return template
    .replaceAll('{slot}', String(slot))
    .replaceAll('{slot:date}', dateOf(Math.floor(slot / 86_400)))
}

function parseDocument(body: Buffer): ExactJson | undefined {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function readValue(source: HttpJson, document: ExactJson): Outcome<string> {
  const { value: pointer, decimals } = source
  const node = resolvePointer(document, pointer)
  if (node === undefined || node.kind === 'null') {
    return fail('SOURCE_VALUE_MISSING', `nothing at ${pointer}`)
  }
  // Many providers send their numbers as text, lest a reader take them for doubles.
  const text = node.kind === 'string' ? node.value : node.kind === 'number' ? node.text : ''
  const scaled = scaleDecimal(text, decimals)
  return scaled === undefined
    ? fail('SOURCE_VALUE_INVALID', `at ${pointer} is no number of at most 77 digits`)
    : succeed(String(scaled))
}

function readTime({ providerTime }: HttpJson, document: ExactJson): Outcome<ProviderTime> {
  const node = resolvePointer(document, providerTime)
  if (node === undefined || node.kind === 'null') {
    return fail('SOURCE_VALUE_MISSING', `nothing at ${providerTime}`)
  }
  const time = parseProviderTime(node)
  return time === undefined
    ? fail('SOURCE_VALUE_INVALID', `at ${providerTime} is no time of a known zone`)
    : succeed(time)
}
