import fc from 'fast-check'
import { canonicalJson, type Json } from '../../../shared/core/canonicalJson'
import { thrownBy } from '../../support/thrownBy'

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, section 3.2.2, but for its 1e30: we refuse integers above 2^53', () => {
    const value = {
      numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000F\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts as RFC 8785, section 3.2.3: by UTF-16 code units, not code points', () => {
    const value = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '😀': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      ö: 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  // RFC 8785, appendix B: IEEE 754 bits and their text.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['4340000000000000', undefined],
    ['7fefffffffffffff', undefined],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['7fffffffffffffff', undefined],
    ['7ff0000000000000', undefined],
  ])('writes the double %s as %s; undefined: refuses', (bits, text) => {
    const number = Buffer.from(bits, 'hex').readDoubleBE()
    const written = thrownBy(() => canonicalJson(number)) ?? canonicalJson(number)
    if (text === undefined) expect(written).toMatchObject({ code: 'INVALID_VALUE' })
    else expect(written).toBe(text)
  })

  it('refuses integers that doubles do not tell apart: they travel as digits', () => {
    expect(canonicalJson(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991')
    expect(() => canonicalJson({ a: [2 ** 53] })).toThrow(
      'JSON number: expected a finite number, integers below 2^53, got 9007199254740992.',
    )
  })

  it('refuses lone surrogates, in values and names', () => {
    expect(canonicalJson('😀')).toBe('"😀"')
    expect(() => canonicalJson('\ud83d')).toThrow('JSON string: expected no lone surrogate')
    expect(() => canonicalJson({ '\ude00': 1 })).toThrow('JSON string: expected no lone surrogate')
  })

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  it('keeps what JSON.parse reads, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false }).filter((value) => isCarried(value as Json)),
        (value) => {
          const text = canonicalJson(value)
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
          expect(canonicalJson(reversed(value as Json))).toBe(text)
        },
      ),
    )
  })
})

function isCarried(value: Json): boolean {
  return thrownBy(() => canonicalJson(value)) === undefined
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reversed(item))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => [key, reversed(member ?? null)])
  return Object.fromEntries(members.reverse()) as Json
}
