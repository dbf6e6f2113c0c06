import { claimToJson, MAX_PAYLOAD_BYTES, parseClaim } from '../../../shared/envelope/parseClaim'
import { aClaim } from './golden'

const json = claimToJson(aClaim())

describe('parseClaim', () => {
  it('reads what claimToJson writes', () => {
    expect(parseClaim(JSON.parse(JSON.stringify(json)))).toEqual(aClaim())
  })

  it('reads small integers from numbers, and hexadecimal digits in either case', () => {
    const codeHash = `0x${json.codeHash.slice(2).toUpperCase()}`
    expect(parseClaim({ ...json, anchorBlock: 0, codeHash })).toEqual(aClaim())
  })

  it('takes the largest uint64', () => {
    const largest = (1n << 64n) - 1n
    expect(parseClaim({ ...json, sequence: largest.toString() }).sequence).toBe(largest)
  })

  it.each(['sequence', 'observedAt', 'expiresAt', 'anchorBlock'])(
    'refuses a %s that is no uint64',
    (field) => {
      const parsing = (value: unknown) => () => parseClaim({ ...json, [field]: value })
      expect(parsing('18446744073709551616')).toThrow(
        `claim.${field}: 18446744073709551616 does not fit in uint64.`,
      )
      for (const value of ['-1', '01', '1.0', '1e3', '0x1', '', ' 1', null, undefined, {}]) {
        expect(parsing(value)).toThrow(
          `claim.${field}: expected an unsigned integer in decimal digits, got`,
        )
      }
      for (const value of [-1, 1.5, 2 ** 53, Number.NaN]) {
        expect(parsing(value)).toThrow(`claim.${field}: expected a whole number below 2^53, got`)
      }
    },
  )

  it.each(['crypletId', 'subscription', 'provenance', 'anchorHash', 'codeHash'])(
    'refuses a %s that is not 32 bytes',
    (field) => {
      for (const value of ['0x', `0x${'11'.repeat(31)}`, `0x${'11'.repeat(33)}`, 7, undefined]) {
        expect(() => parseClaim({ ...json, [field]: value })).toThrow(
          `claim.${field}: expected 32 bytes as 0x and hexadecimal digits`,
        )
      }
    },
  )

  it('refuses a payload that is too long, or no bytes', () => {
    const longest = `0x${'11'.repeat(MAX_PAYLOAD_BYTES)}`
    expect(parseClaim({ ...json, payload: longest }).payload).toBe(longest)
    expect(() => parseClaim({ ...json, payload: `${longest}11` })).toThrow(
      'claim.payload: expected at most 8192 bytes, got 8193.',
    )
    expect(() => parseClaim({ ...json, payload: '0x1' })).toThrow('claim.payload: expected bytes')
  })

  it('refuses a member that no seal covers', () => {
    expect(() => parseClaim({ ...json, trigger: '0x' })).toThrow('got "trigger".')
  })

  it.each([null, undefined, 'claim', 7, []])('refuses %p', (value) => {
    expect(() => parseClaim(value)).toThrow('claim: expected an object')
  })
})
