import { type CivilDate, dateOf, dayNumber, isTime, secondOfDay } from '../calendar/civil'
import type { ExactJson } from './parseExactJson'
import { scaleDecimal } from './scaleDecimal'

/** When a provider says that something was so. */
export type ProviderTime = {
  /** Unix seconds, rounded down; of a date, its midnight in UTC. */
  readonly seconds: number
  /** Set when only a date was said, of whatever zone the provider means. */
  readonly date?: CivilDate
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const ISO_TIME = /^T(\d\d:\d\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|([+-])(\d\d:\d\d))$/
const SECONDS_IN_DAY = 86_400
/** As seconds the year 5138, as milliseconds 1973. */
const LEAST_MILLISECONDS = 100_000_000_000

/**
 * Reads a provider's time.
 *
 * @param node - Unix seconds or milliseconds, as number or text; or an ISO 8601 date, or instant with its offset.
 * @returns The time; undefined for anything else, also for a time of day of no zone.
 */
export function parseProviderTime(node: ExactJson | undefined): ProviderTime | undefined {
  if (node?.kind === 'number') return fromUnix(node.text)
  if (node?.kind !== 'string') return undefined
  return /^\d+(?:\.\d+)?$/.test(node.value) ? fromUnix(node.value) : fromIso(node.value)
}

function fromUnix(text: string): ProviderTime | undefined {
  const inMillionths = scaleDecimal(text, 6)
  if (inMillionths === undefined || inMillionths < 0n) return undefined
  const number = inMillionths / 1_000_000n
  const seconds = number >= BigInt(LEAST_MILLISECONDS) ? number / 1000n : number
  // The end of the year 9999, where dates end too.
  return seconds < 253_402_300_800n ? { seconds: Number(seconds) } : undefined
}

function fromIso(text: string): ProviderTime | undefined {
  const date = text.slice(0, 10)
  const midnight = midnightOf(date)
  if (midnight === undefined) return undefined
  if (text === date) return { seconds: midnight, date }
  const [, time = '', second = '0', sign, offset = '00:00'] = ISO_TIME.exec(text.slice(10)) ?? []
  const [ofDay, ahead] = [secondsOf(time), secondsOf(offset)]
  if (ofDay === undefined || ahead === undefined) return undefined
  const shown = midnight + ofDay + Number(second)
  return { seconds: sign === '-' ? shown + ahead : shown - ahead }
}

function midnightOf(date: string): number | undefined {
  const [, year, month, day] = ISO_DATE.exec(date) ?? []
  const number = dayNumber(Number(year), Number(month), Number(day))
  const exists = year !== undefined && Number(month) <= 12 && dateOf(number) === date
  return exists ? number * SECONDS_IN_DAY : undefined
}

function secondsOf(time: string): number | undefined {
  return isTime(time) ? secondOfDay(time) : undefined
}
