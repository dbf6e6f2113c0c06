import fc from 'fast-check'
import { divideHalfEven } from '../../../shared/core/divideHalfEven'
import { InvalidValueError } from '../../../shared/core/errors'

describe('divideHalfEven', () => {
  it.each([
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [-5n, 10n, 0n],
    [-15n, 10n, -2n],
    [15n, -10n, -2n],
    [26n, 10n, 3n],
    [24n, 10n, 2n],
    [7n, 7n, 1n],
  ])('takes %s / %s to %s', (dividend, divisor, quotient) => {
    expect(divideHalfEven(dividend, divisor)).toBe(quotient)
  })

  it('is never further than half from the quotient', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (dividend, divisor) => {
        fc.pre(divisor !== 0n)
        const error = 2n * (divideHalfEven(dividend, divisor) * divisor - dividend)
        const limit = divisor < 0n ? -divisor : divisor
        expect(error <= limit && error >= -limit).toBe(true)
      }),
    )
  })

  it('refuses a divisor of zero', () => {
    expect(() => divideHalfEven(1n, 0n)).toThrow(InvalidValueError)
  })
})
