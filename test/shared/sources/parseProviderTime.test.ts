import { parseProviderTime } from '../../../shared/sources/parseProviderTime'

const fromNumber = (text: string) => parseProviderTime({ kind: 'number', text })
const fromText = (value: string) => parseProviderTime({ kind: 'string', value })

describe('parseProviderTime', () => {
  it.each(['1763672393', '1763672393000', '1763672393.75', '1.763672393e9', '1763672393999'])(
    'reads %s as Unix time, in seconds or milliseconds',
    (text) => {
      expect(fromNumber(text)).toEqual({ seconds: 1_763_672_393 })
    },
  )

  it.each([
    '2025-11-20T20:59:53Z',
    '2025-11-20T20:59:53.999Z',
    '2025-11-20T15:59:53-05:00',
    '2025-11-21T02:29:53+05:30',
    '1763672393',
    '1763672393123',
  ])('reads the text %s', (text) => {
    expect(fromText(text)).toEqual({ seconds: 1_763_672_393 })
  })

  it('reads an instant without seconds', () => {
    expect(fromText('2025-11-20T20:59Z')).toEqual({ seconds: 1_763_672_340 })
  })

  it('reads a date as its midnight in UTC, and says that it was one', () => {
    expect(fromText('2025-11-19')).toEqual({ seconds: 1_763_510_400, date: '2025-11-19' })
  })

  it.each([
    '2025-11-20T20:59:53',
    '2025-11-20 20:59:53Z',
    '2025-02-29',
    '2025-13-01',
    '20251120',
    '2025-11-20T25:00:00Z',
    '2025-11-20T20:59:60Z',
    '2025-11-20T20:59:53+25:00',
    '20/11/2025',
    'yesterday',
    '',
    '-1',
  ])('refuses the text %p', (text) => {
    // 20251120 is a number: an instant in 1970, and so stale.
    expect(fromText(text)?.seconds ?? 0).toBeLessThan(100_000_000)
  })

  it.each(['-1', '1e30', '999999999999999'])('refuses the number %s', (text) => {
    expect(fromNumber(text)).toBeUndefined()
  })

  it('has nothing to read in nothing, or in what is no text', () => {
    expect(parseProviderTime(undefined)).toBeUndefined()
    expect(parseProviderTime({ kind: 'null' })).toBeUndefined()
    expect(parseProviderTime({ kind: 'boolean', value: true })).toBeUndefined()
  })
})
