import { byteLength, concatHex, parseHex, sliceHex } from '../../../shared/core/hex'

describe('parseHex', () => {
  it('reads bytes in either case, of any length', () => {
    expect(parseHex('0xAbCd', 'data')).toBe('0xabcd')
    expect(parseHex('0x', 'data')).toBe('0x')
  })

  it('holds to a length where one is asked for', () => {
    expect(parseHex('0xabcd', 'data', 2)).toBe('0xabcd')
    expect(() => parseHex('0xabcd', 'data', 3)).toThrow(
      'data: expected 3 bytes as 0x and hexadecimal digits, got "0xabcd".',
    )
  })

  it.each(['', 'abcd', '0xabc', '0xzz', '0XAB', '0xab\n', ' 0xab', 1, null, undefined, ['0xab']])(
    'refuses %p',
    (value) => {
      expect(() => parseHex(value, 'data')).toThrow(
        'data: expected bytes as 0x and hexadecimal digits, got',
      )
    },
  )

  it('does not repeat more of a value than a reader needs', () => {
    expect(() => parseHex('z'.repeat(1000), 'data')).toThrow(/^data: expected .{1,140}$/)
  })
})

describe('bytes', () => {
  it('are counted, joined and cut', () => {
    expect(byteLength('0x')).toBe(0)
    expect(byteLength('0xabcd')).toBe(2)
    expect(concatHex([])).toBe('0x')
    expect(concatHex(['0xab', '0x', '0xcdef'])).toBe('0xabcdef')
    expect(sliceHex('0xabcdef', 1, 2)).toBe('0xcd')
    expect(sliceHex('0xabcdef', 0, 3)).toBe('0xabcdef')
  })
})
