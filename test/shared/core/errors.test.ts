import { nowInSeconds } from '../../../shared/core/clock'
import {
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
