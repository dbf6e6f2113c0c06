import { businessDays, minutes } from '../../../shared/authoring/duration'
import { checkFreshness, type FreshnessCheck } from '../../../shared/sources/checkFreshness'
import { parseProviderTime } from '../../../shared/sources/parseProviderTime'

type Case = [time: string, code: string | undefined, why: string]

const at = (iso: string) => Date.parse(iso) / 1000
// A Friday's close.
const SLOT = at('2026-11-20T21:00:00Z')

const codeOf = (time: string, change: Partial<FreshnessCheck['source']>, slot = SLOT) => {
  const source = { asOf: 'slot' as const, maxAge: minutes(5), ...change }
  const check = { source, slot, now: SLOT + 600, calendar: 'XNYS' as const }
  const providerTime = parseProviderTime({ kind: 'string', value: time }) ?? { seconds: Number.NaN }
  return checkFreshness(providerTime, check)?.code
}

describe('checkFreshness', () => {
  it.each<Case>([
    ['2026-11-20T21:00:00Z', undefined, 'at the slot'],
    ['2026-11-20T20:55:00Z', undefined, 'as old as it may be'],
    ['2026-11-20T20:54:59Z', 'SOURCE_STALE', 'a second older'],
    ['2026-11-20T21:00:01Z', 'SOURCE_FROM_FUTURE', 'after the slot that it should speak for'],
    ['2026-11-20T21:10:00Z', 'SOURCE_FROM_FUTURE', 'fetched late and of now, not of the slot'],
  ])('of a slot judges %s: %s, %s', (time, code) => {
    expect(codeOf(time, {})).toBe(code)
  })

  it.each<Case>([
    ['2026-11-20T21:10:00Z', undefined, 'of now'],
    ['2026-11-20T21:10:30Z', undefined, 'by a clock that is ahead'],
    ['2026-11-20T21:10:31Z', 'SOURCE_FROM_FUTURE', 'by a clock too far ahead'],
    ['2026-11-20T21:05:00Z', undefined, 'as old as it may be'],
    ['2026-11-20T21:04:59Z', 'SOURCE_STALE', 'a second older'],
  ])('of the latest judges %s against the time of fetching: %s, %s', (time, code) => {
    expect(codeOf(time, { asOf: 'latest' })).toBe(code)
  })

  it.each<Case>([
    ['2026-11-20', undefined, 'the same day'],
    ['2026-11-18', undefined, 'two business days'],
    ['2026-11-17', 'SOURCE_STALE', 'three business days'],
    ['2026-11-21', 'SOURCE_FROM_FUTURE', 'tomorrow'],
    ['1995-01-03', 'SOURCE_STALE', 'before the calendar begins'],
    ['2026-11-18T23:00:00-05:00', undefined, 'an instant, on its date in New York'],
    ['2026-11-17T23:00:00-05:00', 'SOURCE_STALE', 'an instant, on its date in New York'],
  ])('in business days judges %s: %s, %s', (time, code) => {
    expect(codeOf(time, { maxAge: businessDays(2) })).toBe(code)
  })

  it('does not count a weekend or a holiday', () => {
    const monday = at('2026-11-30T21:00:00Z')

    // Thanksgiving week: Wednesday's rate, over Thursday, the short Friday and the weekend.
    expect(codeOf('2026-11-25', { maxAge: businessDays(2) }, monday)).toBeUndefined()
    expect(codeOf('2026-11-24', { maxAge: businessDays(2) }, monday)).toBe('SOURCE_STALE')
  })

  it("counts the days as the operator's overrides leave them", () => {
    const thursday = at('2026-11-19T21:00:00Z')
    const source = { asOf: 'slot' as const, maxAge: businessDays(2) }
    const check = { source, slot: thursday, now: thursday, calendar: 'XNYS' as const }
    const friday = { seconds: at('2026-11-13T00:00:00Z'), date: '2026-11-13' }
    const closed = ['2026-11-16', '2026-11-17', '2026-11-18']

    expect(checkFreshness(friday, check)?.detail).toBe('4 business days old; at most 2 are allowed')
    expect(checkFreshness(friday, { ...check, overrides: { closed } })).toBeUndefined()
    const two = { closed: closed.slice(1), sessions: [] }
    expect(checkFreshness(friday, { ...check, overrides: two })).toBeUndefined()
    expect(checkFreshness(friday, { ...check, overrides: { closed: ['2026-11-18'] } })?.code).toBe(
      'SOURCE_STALE',
    )
  })

  it('says how old it is, and how old it may be', () => {
    const check = {
      source: { asOf: 'slot' as const, maxAge: minutes(5) },
      slot: SLOT,
      now: SLOT,
      calendar: 'XNYS' as const,
    }

    expect(checkFreshness({ seconds: SLOT - 400 }, check)).toEqual({
      code: 'SOURCE_STALE',
      detail: '400 s old; at most 300 are allowed',
      retryable: true,
    })
  })
})
