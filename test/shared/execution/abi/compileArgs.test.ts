import { AbiCoder } from 'ethers'
import * as fc from 'fast-check'
import type { ArgType } from '../../../../shared/authoring/args'
import type { Hex } from '../../../../shared/core/hex'
import { compileArgs } from '../../../../shared/execution/abi/compileArgs'
import { MalformedDataError } from '../../../../shared/execution/abi/malformed'

const coder = AbiCoder.defaultAbiCoder()
const word = (hex: string): string => hex.padStart(64, '0')

const TYPES = [
  ...(['address', 'bool', 'bytes32', 'bytes', 'string'] as const),
  ...(['uint8', 'uint64', 'uint256', 'int8', 'int128', 'int256'] as const),
]

function valuesOf(type: ArgType): fc.Arbitrary<unknown> {
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? 0)
  if (type.startsWith('uint')) return fc.bigInt(0n, 2n ** bits - 1n)
  if (type.startsWith('int')) return fc.bigInt(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n)
  if (type === 'bool') return fc.boolean()
  if (type === 'string') return fc.string({ unit: 'binary', maxLength: 80 })
  if (type === 'address') return bytes(20, 20)
  return type === 'bytes' ? bytes(0, 100) : bytes(32, 32)
}

function bytes(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const all = fc.uint8Array({ minLength, maxLength })
  return all.map((each) => `0x${Buffer.from(each).toString('hex')}`)
}

const anyArgs = fc
  .array(fc.constantFrom(...TYPES), { maxLength: 8 })
  .chain((types) => fc.tuple(...types.map(valuesOf)).map((values) => ({ types, values })))

describe('compileArgs', () => {
  it('reads what ethers has encoded, of any types and values', () => {
    fc.assert(
      fc.property(anyArgs, ({ types, values }) => {
        const data = coder.encode(types, values) as Hex
        expect(compileArgs(types)(data)).toEqual(values)
      }),
      { numRuns: 500 },
    )
  })

  it('reads one form of the same values alone: whatever byte is changed, it is refused or another value', () => {
    const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(anyArgs, change, ({ types, values }, { at, by }) => {
        const given = Buffer.from(coder.encode(types, values).slice(2), 'hex')
        if (given.length === 0) return
        const place = at % given.length
        given[place] = (given[place] ?? 0) ^ by
        const data = `0x${given.toString('hex')}` as const
        const read = readOrRefuse(types, data)
        if (read !== 'refused') expect(coder.encode(types, read)).toBe(data)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each<[string, readonly ArgType[], string, string]>([
    ['no data', ['uint256'], '', 'it is too short'],
    ['a word too many', ['uint256'], word('1') + word('2'), 'something lies behind the last value'],
    ['an address of 21 bytes', ['address'], word(`1${'0'.repeat(40)}`), 'does not fit in address'],
    ['a bool of 2', ['bool'], word('2'), 'a value does not fit in bool'],
    ['a uint8 of 256', ['uint8'], word('100'), 'a value does not fit in uint8'],
    ['an int8 of 128', ['int8'], word('80'), 'a value does not fit in int8'],
    ['an offset beyond any data', ['bytes'], 'f'.repeat(64), 'reaches beyond the data'],
    ['bytes that begin later', ['bytes'], word('40') + word('') + word(''), 'values lie apart'],
    ['a length beyond the data', ['bytes'], word('20') + word('21') + word(''), 'reaches beyond'],
    ['no length', ['bytes'], word('20'), 'a value reaches beyond the data'],
    ['bytes that end in more', ['bytes'], word('20') + word('0') + word(''), 'behind the last'],
    ['a filling', ['bytes'], word('20') + word('1') + 'f'.repeat(64), 'not filled up with zeros'],
    ['a string of no UTF-8', ['string'], `${word('20')}${word('1')}ff`.padEnd(192, '0'), 'UTF-8'],
    [
      'a type of no wake',
      ['uint7' as ArgType],
      word('1'),
      'uint7 is no type that a wake can bring',
    ],
  ])('refuses %s', (...row) => {
    const [, types, data, fault] = row
    const refused = expect(() => compileArgs(types)(`0x${data}`))
    refused.toThrow(MalformedDataError)
    refused.toThrow(fault)
  })
})

function readOrRefuse(types: readonly ArgType[], data: Hex): readonly unknown[] | 'refused' {
  try {
    return compileArgs(types)(data)
  } catch (error) {
    if (error instanceof MalformedDataError) return 'refused'
    throw error
  }
}
