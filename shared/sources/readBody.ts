import { keccak256 } from 'ethers'
import type { HttpJson } from '../authoring/httpJson'
import type { CalendarName } from '../calendar/exchangeCalendar'
import type { CalendarOverrides } from '../calendar/overrides'
import type { Hex } from '../core/hex'
import { checkFreshness } from './checkFreshness'
import { fail, type Observation, type Outcome, succeed } from './observation'
import { type ExactJson, parseExactJson } from './parseExactJson'
import { type ProviderTime, parseProviderTime } from './parseProviderTime'
import { resolvePointer } from './resolvePointer'
import { scaleDecimal } from './scaleDecimal'

/** What a source's answers are held against. */
export type ReadContext = {
  /** Name of the source. */
  readonly name: string
  /** Unix seconds. */
  readonly slot: number
  /** Unix seconds at which the last answer had come. */
  readonly now: number
  /** Whose business days count; a source that counts them has one. */
  readonly calendar?: CalendarName | undefined
  /** What the operator knew better when the wake came. */
  readonly overrides?: CalendarOverrides | undefined
}

/** The body of a response. */
export type Body = {
  /** Scheme, host and port that answered. */
  readonly origin: string
  /** As they came. */
  readonly bytes: Uint8Array
}

/** The declared parts of a source by which a body is read. */
export type Reading = Pick<HttpJson, 'value' | 'providerTime' | 'decimals' | 'asOf' | 'maxAge'>

/**
 * Reads what a source's body says. Nothing but the arguments enters: the same body is read the same at any time.
 *
 * @param source - Where in it the number is, and how fresh it must be.
 * @param body - What came, and from where.
 * @param context - What they are held against.
 * @returns What it said, or why that cannot be used.
 */
export function readBody(source: Reading, body: Body, context: ReadContext): Outcome<Observation> {
  const { origin, bytes } = body
  const document = parseDocument(bytes)
  if (document === undefined) return fail('SOURCE_NOT_JSON', `${origin} answered malformed JSON`)

  const value = readValue(source, document)
  if (!value.ok) return value
  const time = readTime(source, document)
  if (!time.ok) return time
  const fault = checkFreshness(time.value, { source, ...context })
  if (fault !== undefined) return { ok: false, fault }
  return succeed({
    source: context.name,
    origin,
    responseHash: keccak256(bytes) as Hex,
    providerTime: time.value.seconds,
    value: value.value,
  })
}

function parseDocument(body: Uint8Array): ExactJson | undefined {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function readValue(source: Reading, document: ExactJson): Outcome<string> {
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

function readTime({ providerTime }: Reading, document: ExactJson): Outcome<ProviderTime> {
  const node = resolvePointer(document, providerTime)
  if (node === undefined || node.kind === 'null') {
    return fail('SOURCE_VALUE_MISSING', `nothing at ${providerTime}`)
  }
  const time = parseProviderTime(node)
  return time === undefined
    ? fail('SOURCE_VALUE_INVALID', `at ${providerTime} is no time of a known zone`)
    : succeed(time)
}
