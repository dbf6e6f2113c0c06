import fc from 'fast-check'
import { minutes } from '../../../shared/authoring/duration'
import { httpJson } from '../../../shared/authoring/httpJson'
import { ObservationMismatchError } from '../../../shared/sources/errors'
import { median, withinSpread } from '../../../shared/sources/median'
import { valuesOf } from '../../../shared/sources/valuesOf'

const gold = httpJson({
  url: ['https://a.example/{slot}', 'https://b.example/{slot}', 'https://c.example/{slot}'],
  value: '/price',
  providerTime: '/at',
  unit: 'USD/XAU',
  decimals: 2,
  asOf: 'slot',
  maxAge: minutes(5),
  quorum: { atLeast: 2, maxSpreadInBps: 50 },
})
const cryplet = { sources: { gold } }
const of = (...values: string[]) => values.map((value) => ({ source: 'gold', value }))

describe('median', () => {
  it('is the middle of an odd count and the mean of the two in the middle of an even one', () => {
    expect(median([3n, 1n, 2n])).toBe(2n)
    expect(median([4n, 1n, 3n, 2n])).toBe(2n)
    expect(median([1n, 4n])).toBe(2n)
    expect(median([3n, 4n])).toBe(4n)
    expect(median([-3n, -4n])).toBe(-4n)
    expect(median([7n])).toBe(7n)
  })

  it('stays among the honest ones while they are the majority', () => {
    const honest = fc.array(fc.bigInt(1000n, 1010n), { minLength: 3, maxLength: 5 })

    fc.assert(
      fc.property(honest, fc.array(fc.bigInt(), { maxLength: 2 }), (right, wrong) => {
        const middle = median([...wrong, ...right])
        expect(middle >= 1000n && middle <= 1010n).toBe(true)
      }),
    )
  })
})

describe('withinSpread', () => {
  it.each([
    [
      ['10000', '10050', '9950'],
      ['10000', '10050', '9950'],
    ],
    [
      ['10000', '10051', '9950'],
      ['10000', '9950'],
    ],
    [
      ['10000', '10000000', '9990'],
      ['10000', '9990'],
    ],
    [['10000', '10000000'], []],
    [
      ['-10000', '-10050', '10000'],
      ['-10000', '-10050'],
    ],
    [
      ['0', '0', '1'],
      ['0', '0'],
    ],
    [[], []],
  ])('of %j keeps %j', (values, kept) => {
    expect(withinSpread(of(...values), 50).map(({ value }) => value)).toEqual(kept)
  })
})

describe('valuesOf', () => {
  it('gives each source the median of its observations, in its unit', () => {
    expect(valuesOf(cryplet, of('408355', '408400', '408300'))).toEqual({
      gold: { scaled: 408_355n, unit: 'USD/XAU', decimals: 2 },
    })
  })

  it.each([
    [of('408355'), 'Source gold: expected 2 to 3 observations, got 1.'],
    [of('1', '1', '1', '1'), 'Source gold: expected 2 to 3 observations, got 4.'],
    [[], 'Source gold: expected 2 to 3 observations, got 0.'],
    [[...of('1', '1'), { source: 'silver', value: '1' }], 'Source silver: expected none, got 1.'],
    [
      [...of('1', '1'), { source: 'toString', value: '1' }],
      'Source toString: expected none, got 1.',
    ],
  ])('refuses %j', (observations, message) => {
    expect(() => valuesOf(cryplet, observations)).toThrow(ObservationMismatchError)
    expect(() => valuesOf(cryplet, observations)).toThrow(message)
  })
})
