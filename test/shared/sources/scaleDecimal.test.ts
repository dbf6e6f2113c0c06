import fc from 'fast-check'
import { scaleDecimal } from '../../../shared/sources/scaleDecimal'

describe('scaleDecimal', () => {
  it.each([
    ['4083.55', 8, 408_355_000_000n],
    ['3.98', 6, 3_980_000n],
    ['-0.5', 1, -5n],
    ['1e3', 2, 100_000n],
    ['1E+3', 0, 1000n],
    ['12.5e-1', 2, 125n],
    ['0', 18, 0n],
    ['-0', 2, 0n],
    ['0.0', 2, 0n],
    ['0.5', 0, 0n],
    ['1.5', 0, 2n],
    ['2.5', 0, 2n],
    ['-2.5', 0, -2n],
    ['2.50000000000000000000000001', 0, 3n],
    ['0.05', 0, 0n],
    ['0.9', 0, 1n],
    ['9.5', 0, 10n],
    ['0.1e1', 0, 1n],
    // 2^53 + 1, which a double cannot hold.
    ['9007199254740993', 0, 9_007_199_254_740_993n],
    ['0.000000000000000000049', 18, 0n],
    ['1e-999999999', 8, 0n],
    [`1e${'0'.repeat(5)}2`, 0, 100n],
  ])('takes %s with %s decimals to %s', (text, decimals, scaled) => {
    expect(scaleDecimal(text, decimals)).toBe(scaled)
  })

  it.each([
    '1e77',
    '1e999999999',
    '-1e999999999',
    '1e99999999999999999999',
    '1'.repeat(78),
    `0.${'1'.repeat(300)}`,
    '',
    ' 1',
    '1 ',
    '01',
    '.5',
    '5.',
    '+1',
    '0x10',
    '1_000',
    '1,000.00',
    'NaN',
    'Infinity',
    '--1',
    '١',
  ])('refuses %p', (text) => {
    expect(scaleDecimal(text, 0)).toBeUndefined()
  })

  it('refuses what has room before its decimals only', () => {
    expect(scaleDecimal('1e70', 6)).toBe(10n ** 76n)
    expect(scaleDecimal('1e70', 8)).toBeUndefined()
  })

  it('gives back every integer that is written with its decimals', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 60n), 10n ** 60n), fc.integer({ min: 0, max: 16 }), (n, d) => {
        expect(scaleDecimal(`${String(n)}e-${String(d)}`, d)).toBe(n)
      }),
    )
  })
})
