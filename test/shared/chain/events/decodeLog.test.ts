import { AbiCoder, Interface, id, keccak256, toUtf8Bytes } from 'ethers'
import * as fc from 'fast-check'
import {
  compileEvent,
  EventUnsupportedError,
} from '../../../../shared/chain/events/decode/compileEvent'
import { decodeLog } from '../../../../shared/chain/events/decode/decodeLog'
import type { Hex } from '../../../../shared/core/hex'
import { thrownBy } from '../../../support/thrownBy'

const word = (hex: string): Hex => `0x${hex.padStart(64, '0')}`
const value = word('2a')

function valuesOf(type: string): fc.Arbitrary<unknown> {
  const bits = Number(/\d+$/.exec(type)?.[0] ?? 256)
  if (type.startsWith('uint')) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n)
  if (type.startsWith('int'))
    return fc.bigInt(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n)
  if (type === 'bool') return fc.boolean()
  return type === 'string' ? fc.string({ unit: 'binary', maxLength: 80 }) : bytesOf(type)
}

function bytesOf(type: string): fc.Arbitrary<string> {
  const size = type === 'address' ? 20 : Number(/\d+$/.exec(type)?.[0] ?? 0)
  const [minLength, maxLength] = size > 0 ? [size, size] : [0, 100]
  const bytes = fc.uint8Array({ minLength, maxLength })
  return bytes.map((each) => `0x${Buffer.from(each).toString('hex')}`)
}

const types = [
  'address',
  'bool',
  'uint8',
  'uint64',
  'uint',
  'int8',
  'int',
  'int128',
  'bytes1',
  'bytes20',
  'bytes32',
  'bytes',
  'string',
]

// Any event with up to three indexed arguments, and values for it.
const anyEvent = fc
  .array(fc.record({ type: fc.constantFrom(...types), wish: fc.boolean() }), { maxLength: 8 })
  .chain((wanted) => {
    let indexed = 0
    const inputs = wanted.map(({ type, wish }, index) => ({
      ...{ type, name: `a${String(index)}` },
      isIndexed: wish && ++indexed <= 3,
    }))
    const values = fc.tuple(...inputs.map(({ type }) => valuesOf(type)))
    return values.map((list) => ({ inputs, values: list }))
  })

// What ethers says, in the form of ours: addresses in lower case, hashes for what is only there as such.
function plain(given: unknown): unknown {
  if (typeof given === 'object' && given !== null && 'hash' in given) return given.hash
  return typeof given === 'string' && /^0x[0-9a-fA-F]{40}$/.test(given)
    ? given.toLowerCase()
    : given
}

describe('decodeLog', () => {
  it('decodes what ethers decodes, for any event and any values', () => {
    fc.assert(
      fc.property(anyEvent, ({ inputs, values }) => {
        const list = inputs.map(
          ({ type, name, isIndexed }) => `${type}${isIndexed ? ' indexed' : ''} ${name}`,
        )
        const declaration = `event Any(${list.join(', ')})`
        const abi = new Interface([declaration])
        const { topics, data } = abi.encodeEventLog('Any', values)
        const log = { topics: topics as Hex[], data: data as Hex }
        const plan = compileEvent(declaration)
        const expected = abi.parseLog(log)
        expect(plan.topic).toBe(expected?.topic)
        expect(decodeLog(plan, log)).toEqual({
          ok: true,
          args: Object.fromEntries(
            inputs.map(({ name }, index) => [name, plain(expected?.args[index])]),
          ),
        })
      }),
      { numRuns: 500 },
    )
  })

  it('gives the hash of an indexed string, which is all that there is', () => {
    const plan = compileEvent('Named(string indexed name)')
    const hash = keccak256(toUtf8Bytes('gold')) as Hex
    const decoded = decodeLog(plan, { topics: [plan.topic, hash], data: '0x' })
    expect(decoded).toEqual({ ok: true, args: { name: hash } })
  })

  const far = AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256'], [32, 33]) as Hex
  it.each([
    [
      'another event',
      'A(uint256 a)',
      [id('B(uint256)')],
      value,
      'the log is of another event than A(uint256)',
    ],
    ['a topic too few', 'A(uint256 indexed a)', [], '0x', 'A(uint256): 1 topics, not 2'],
    ['a topic too many', 'A(uint256 a)', [value], value, 'A(uint256): 2 topics, not 1'],
    [
      'data that are too short',
      'A(uint256 a, bool b)',
      [],
      value,
      'A(uint256,bool): the data is too short',
    ],
    [
      'an address of 21 bytes',
      'A(address a)',
      [],
      word(`1${'0'.repeat(40)}`),
      'A(address): a value does not fit in address',
    ],
    ['a bool of 2', 'A(bool a)', [], word('2'), 'A(bool): a value does not fit in bool'],
    ['a uint8 of 256', 'A(uint8 a)', [], word('100'), 'A(uint8): a value does not fit in uint8'],
    ['an int8 of 128', 'A(int8 a)', [], word('80'), 'A(int8): a value does not fit in int8'],
    [
      'bytes1 with two',
      'A(bytes1 a)',
      [],
      `0x0101${'0'.repeat(60)}`,
      'A(bytes1): a value does not fit in bytes1',
    ],
    [
      'an offset beyond the data',
      'A(bytes a)',
      [],
      word('40'),
      'A(bytes): an offset or a length reaches beyond the data',
    ],
    [
      'an offset beyond any data',
      'A(bytes a)',
      [],
      word('f'.repeat(64)),
      'A(bytes): an offset or a length reaches beyond the data',
    ],
    ['a length beyond the data', 'A(bytes a)', [], far, 'A(bytes): bytes reaches beyond the data'],
    [
      'a string that is no UTF-8',
      'A(string a)',
      [],
      AbiCoder.defaultAbiCoder().encode(['bytes'], ['0xff']),
      'A(string): a string is no UTF-8',
    ],
  ])('gives a fault as a value for %s', (...row) => {
    const [, declaration, topics, data, reason] = row
    const plan = compileEvent(declaration)
    const isOther = topics.length > 0 && data === value && topics[0] !== value
    const all = isOther ? topics : [plan.topic, ...topics]
    const log = { topics: all as Hex[], data: data as Hex }
    expect(decodeLog(plan, log)).toEqual({ ok: false, reason })
  })

  it('says so of data that were too long to keep', () => {
    const plan = compileEvent('A()')
    const decoded = decodeLog(plan, { topics: [plan.topic], data: '0x', isCut: true })
    expect(decoded).toEqual({ ok: false, reason: 'A(): the data was too long to keep' })
  })
})

describe('compileEvent', () => {
  it.each([
    ['no declaration', 'Transfer'],
    ['a list', 'A(uint256[] a)'],
    ['a tuple', 'A((uint256,bool) a)'],
    ['an integer of odd size', 'A(uint7 a)'],
    ['an argument without a name', 'A(uint256)'],
    ['an indexed argument without a name', 'A(uint256 indexed)'],
    ['four indexed arguments', 'A(bool indexed a, bool indexed b, bool indexed c, bool indexed d)'],
    ['one name twice', 'A(bool a, bool a)'],
  ])('refuses %s', (_, declaration) => {
    expect(thrownBy(() => compileEvent(declaration))).toBeInstanceOf(EventUnsupportedError)
  })
})
