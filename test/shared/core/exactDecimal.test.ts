import { exactDecimal } from '../../../shared/core/exactDecimal'

describe('exactDecimal', () => {
  it.each<[string, number, bigint]>([
    ['4080', 8, 408_000_000_000n],
    ['4080.5', 2, 408_050n],
    ['4080.50', 2, 408_050n],
    ['-0.01', 2, -1n],
    ['0', 0, 0n],
    ['9'.repeat(77), 0, BigInt('9'.repeat(77))],
  ])('reads %s with %s decimals', (text, decimals, value) => {
    expect(exactDecimal(text, decimals)).toBe(value)
  })

  it.each([
    ['more decimals than there are', '1.005', 2],
    ['an exponent', '1e3', 8],
    ['a leading zero', '01', 2],
    ['no digit before the point', '.5', 2],
    ['a group', '4,080', 2],
    ['nothing', '', 2],
    ['a space', ' 1', 2],
    ['too many digits', '9'.repeat(78), 0],
  ])('rounds and guesses nothing: %s', (_, text, decimals) => {
    expect(exactDecimal(text, decimals)).toBeUndefined()
  })
})
