import fc from 'fast-check'
import { add, divide, multiply, rescale, subtract } from '../../../shared/authoring/arithmetic'
import { DecimalsMismatchError, UnitMismatchError } from '../../../shared/authoring/errors'
import type { Quantity } from '../../../shared/authoring/quantity'

const of = <const U extends string, const D extends number>(
  scaled: bigint,
  unit: U,
  decimals: D,
): Quantity<U, D> => ({ scaled, unit, decimals })

const rate = of(1_123_400_000_000_000_000n, 'cbETH/ETH', 18)
const price = of(196_512_345_678n, 'ETH/USD', 8)

describe('multiply', () => {
  it('cancels the unit between: a rate by a price is a price of the first', () => {
    const product: Quantity<'cbETH/USD', 8> = multiply(rate, price, 8)

    // 1.1234 × 1965.12345678 = 2207.619691346652
    expect(product).toEqual({ scaled: 220_761_969_135n, unit: 'cbETH/USD', decimals: 8 })
  })

  it('cancels from either side, to one name or to none', () => {
    const amount: Quantity<'USD', 2> = multiply(of(3n, 'XAU', 0), of(200_050n, 'USD/XAU', 2), 2)
    const none: Quantity<'1', 0> = multiply(of(2n, 'A/B', 0), of(3n, 'B/A', 0), 0)
    const plain: Quantity<'USD', 0> = multiply(of(2n, '1', 0), of(3n, 'USD', 0), 0)

    expect(amount).toEqual({ scaled: 600_150n, unit: 'USD', decimals: 2 })
    expect(none).toEqual({ scaled: 6n, unit: '1', decimals: 0 })
    expect(plain).toEqual({ scaled: 6n, unit: 'USD', decimals: 0 })
  })

  it('writes one over a name as the compiler does, and a name over one as the name', () => {
    const over: Quantity<'1/USD', 0> = divide(of(4n, '1', 0), of(2n, 'USD', 0), 0)
    const back: Quantity<'USD', 0> = divide(of(4n, '1', 0), over, 0)
    const both: Quantity<'A/B', 0> = multiply(of(2n, 'A', 0), of(3n, '1/B', 0), 0)
    const one: Quantity<'A', 0> = multiply(of(2n, 'A/1', 0), of(3n, '1', 0), 0)

    expect([over, back, both, one].map(({ unit }) => unit)).toEqual(['1/USD', 'USD', 'A/B', 'A'])
  })

  it('refuses units with nothing to cancel, and names both', () => {
    const wrong = of(1n, 'USD/ETH', 8)

    // @ts-expect-error The compiler refuses it too.
    expect(() => multiply(rate, of(1n, 'EUR/USD', 8), 8)).toThrow(UnitMismatchError)
    expect(() => multiply<string, string, 8>(of(1n, 'USD', 8), wrong, 8)).toThrow(
      'multiply: USD and USD/ETH do not compose. Was a source declared the wrong way round?',
    )
  })

  it('rounds once, half to even', () => {
    expect(multiply(of(5n, '1', 1), of(5n, '1', 1), 1).scaled).toBe(2n)
    expect(multiply(of(15n, '1', 1), of(5n, '1', 1), 1).scaled).toBe(8n)
  })
})

describe('divide', () => {
  it('cancels the unit that both have', () => {
    const quotient: Quantity<'EUR/XAU', 8> = divide(
      of(200_000n, 'USD/XAU', 2),
      of(1_25n, 'USD/EUR', 2),
      8,
    )

    expect(quotient).toEqual({ scaled: 160_000_000_000n, unit: 'EUR/XAU', decimals: 8 })
  })

  it('undoes a product, to the last decimal', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 12n), (a, b) => {
        const product = multiply(of(a, 'USD/XAU', 8), of(b, 'XAU', 6), 14)
        expect(divide(product, of(b, 'XAU', 6), 8)).toEqual(of(a, 'USD/XAU', 8))
      }),
    )
  })

  it('refuses units with nothing to cancel', () => {
    // @ts-expect-error The compiler refuses it too.
    expect(() => divide(rate, price, 8)).toThrow(UnitMismatchError)
  })
})

describe('add and subtract', () => {
  it('undo each other', () => {
    const sum = add(of(5n, 'USD', 2), of(7n, 'USD', 2))

    expect(sum).toEqual(of(12n, 'USD', 2))
    expect(subtract(sum, of(7n, 'USD', 2))).toEqual(of(5n, 'USD', 2))
  })

  it('refuse two units', () => {
    // @ts-expect-error The compiler refuses it too.
    expect(() => add(of(5n, 'USD', 2), of(7n, 'EUR', 2))).toThrow(UnitMismatchError)
  })

  it('refuse two counts of decimals', () => {
    // @ts-expect-error The compiler refuses it too.
    expect(() => subtract(of(5n, 'USD', 2), of(7n, 'USD', 3))).toThrow(DecimalsMismatchError)
  })
})

describe('rescale', () => {
  it('adds decimals exactly and takes them half to even', () => {
    expect(rescale(of(25n, 'USD', 1), 3)).toEqual(of(2500n, 'USD', 3))
    expect(rescale(of(25n, 'USD', 1), 0)).toEqual(of(2n, 'USD', 0))
    expect(rescale(of(-35n, 'USD', 1), 0)).toEqual(of(-4n, 'USD', 0))
  })
})
