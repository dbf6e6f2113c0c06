import { nowInSeconds } from '../../../shared/core/clock'
import {
  clip,
  describe as describeValue,
  FabricError,
  IntegerOutOfRangeError,
  InvalidValueError,
  messageOf,
} from '../../../shared/core/errors'

describe('FabricError', () => {
  it('carries its code, whether to try again, and its data', () => {
    const error = new InvalidValueError('slot', 'a whole number', 'x')
    expect(error).toBeInstanceOf(FabricError)
    expect(error).toMatchObject({
      name: 'InvalidValueError',
      code: 'INVALID_VALUE',
      retryable: false,
      argument: 'slot',
      expected: 'a whole number',
      received: 'x',
      message: 'slot: expected a whole number, got "x".',
    })
  })

  it('says which integer does not fit where', () => {
    expect(new IntegerOutOfRangeError('claim.sequence', -1n, 'uint64')).toMatchObject({
      code: 'INTEGER_OUT_OF_RANGE',
      message: 'claim.sequence: -1 does not fit in uint64.',
    })
  })
})

describe('describe', () => {
  it.each([
    ['a', '"a"'],
    ['a'.repeat(80), `"${'a'.repeat(80)}"`],
    ['a'.repeat(81), `"${'a'.repeat(77)}…"`],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1, 2], 'an array of 2'],
    [7n, '7'],
    [true, 'true'],
    [{ secret: 'x' }, 'an object'],
    [() => 'secret', 'a function'],
  ])('says of %p no more than a reader needs', (value, text) => {
    expect(describeValue(value)).toBe(text)
  })
})

describe('messageOf', () => {
  it('gives the message of an error, and the text of anything else', () => {
    expect(messageOf(new Error('a'))).toBe('a')
    expect(messageOf('b')).toBe('b')
  })
})

describe('nowInSeconds', () => {
  it('rounds down, as contracts count', () => {
    expect(nowInSeconds({ nowInMs: () => 1999 })).toBe(1)
  })
})

describe('messageOf an error without a message', () => {
  it('gives the messages of the errors in it, as of a host that refuses at each address', () => {
    const refused = [new Error('connect ECONNREFUSED ::1:9'), new Error('connect ECONNREFUSED')]
    const error = Object.assign(new AggregateError(refused), { code: 'ECONNREFUSED' })
    expect(messageOf(error)).toBe('connect ECONNREFUSED ::1:9; connect ECONNREFUSED')
  })

  it('else gives its code, else its name', () => {
    expect(messageOf(Object.assign(new AggregateError([]), { code: 'EHOST' }))).toBe('EHOST')
    expect(messageOf(new TypeError())).toBe('TypeError')
  })
})

describe('clip', () => {
  it('leaves a short text, and marks what it cuts off', () => {
    expect(clip('a'.repeat(200))).toBe('a'.repeat(200))
    expect(clip('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`)
    expect(clip('abcdef', 4)).toBe('abc…')
  })

  it('leaves no half of a surrogate pair', () => {
    expect(clip('ab😀cd', 4)).toBe('ab\ufffd…')
  })
})
