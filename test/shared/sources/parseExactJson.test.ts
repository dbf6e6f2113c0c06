import fc from 'fast-check'
import { type ExactJson, parseExactJson } from '../../../shared/sources/parseExactJson'
import { resolvePointer } from '../../../shared/sources/resolvePointer'

function plain(json: ExactJson): unknown {
  switch (json.kind) {
    case 'null':
      return null
    case 'number':
      return Number(json.text)
    case 'array':
      return json.items.map(plain)
    case 'object':
      return Object.fromEntries([...json.members].map(([name, value]) => [name, plain(value)]))
    case 'boolean':
    case 'string':
      return json.value
  }
}

describe('parseExactJson', () => {
  it('agrees with JSON.parse on whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent)
        const parsed = parseExactJson(written)
        expect(parsed && JSON.stringify(plain(parsed))).toBe(JSON.stringify(JSON.parse(written)))
      }),
    )
  })

  it('is well-formed only where JSON.parse says so', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '.5',
      'e1',
      'null',
      ' ',
      '"',
    )

    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
        const text = tokens.join('')
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        // A name that stands twice is the one thing that it refuses beyond that, but for depth.
        if (!/"a".*"a"/.test(text)) expect(parseExactJson(text) !== undefined).toBe(isJson)
        else if (!isJson) expect(parseExactJson(text)).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps every digit of a number, which a double would not', () => {
    expect(parseExactJson('0.10000000000000000001')).toEqual({
      kind: 'number',
      text: '0.10000000000000000001',
    })
  })

  it.each([
    '',
    ' ',
    '01',
    '1.',
    '+1',
    'NaN',
    "'a'",
    '{"a":1,}',
    '[1 2]',
    '"\u0001"',
    '"\\x"',
    '1 1',
  ])('refuses %p', (text) => {
    expect(parseExactJson(text)).toBeUndefined()
  })

  it('refuses an object that has a name twice, however it is escaped', () => {
    expect(parseExactJson('{"price":1,"price":2}')).toBeUndefined()
    expect(parseExactJson('{"price":1,"\\u0070rice":2}')).toBeUndefined()
  })

  it('refuses what is nested too deep, without running out of stack', () => {
    expect(parseExactJson('['.repeat(64) + ']'.repeat(64))).toBeDefined()
    expect(parseExactJson('['.repeat(66) + ']'.repeat(66))).toBeUndefined()
    expect(parseExactJson('['.repeat(200_000))).toBeUndefined()
  })

  it('reads a string as long as a body may be', () => {
    const text = '\\n'.repeat(100_000) + 'a'.repeat(60_000)

    expect(parseExactJson(`"${text}"`)).toEqual({
      kind: 'string',
      value: '\n'.repeat(100_000) + 'a'.repeat(60_000),
    })
  })
})

describe('resolvePointer', () => {
  // The example of RFC 6901, section 5.
  const document = parseExactJson(
    '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8}',
  ) ?? { kind: 'null' }

  it.each([
    ['/foo/0', { kind: 'string', value: 'bar' }],
    ['/', { kind: 'number', text: '0' }],
    ['/a~1b', { kind: 'number', text: '1' }],
    ['/c%d', { kind: 'number', text: '2' }],
    ['/i\\j', { kind: 'number', text: '5' }],
    ['/k"l', { kind: 'number', text: '6' }],
    ['/ ', { kind: 'number', text: '7' }],
    ['/m~0n', { kind: 'number', text: '8' }],
    ['/foo/2', undefined],
    ['/foo/00', undefined],
    ['/foo/-', undefined],
    ['/foo/length', undefined],
    ['/foo/0/0', undefined],
    ['/constructor', undefined],
  ])('finds at %s %j', (pointer, expected) => {
    expect(resolvePointer(document, pointer)).toEqual(expected)
  })
})
