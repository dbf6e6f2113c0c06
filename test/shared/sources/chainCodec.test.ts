import { Interface } from 'ethers'
import { decimalText, integerOf, questionOf } from '../../../shared/sources/chainCodec'
import { scaleDecimal } from '../../../shared/sources/scaleDecimal'

const decimals = 8
const word = (hex: string): `0x${string}` => `0x${hex.padStart(64, '0')}`

describe('questionOf', () => {
  it('encodes a call as Solidity does, whatever the case of an address', () => {
    const to = '0x70997970c51812DC3a010c7D01b50E0D17dc79c8' // no checksum
    const function_ = 'priceOf(uint8,address,bool,string)'
    const args = ['7', to, true, 'gold']
    const question = questionOf({
      decimals,
      call: { function: function_, args, returns: ['int256'] },
    })
    const expected = new Interface([`function ${function_}`]).encodeFunctionData('priceOf', [
      ...[7, to.toLowerCase(), true, 'gold'],
    ])
    expect(question).toEqual({ data: expected })
  })

  it('asks for the slot of a storage', () => {
    expect(questionOf({ decimals, storage: { slot: word('5'), type: 'uint8' } })).toEqual({
      slot: word('5'),
    })
  })
})

describe('integerOf', () => {
  it.each([
    [{ type: 'uint8', offset: 0 }, 'ff', 255n],
    [{ type: 'int8', offset: 0 }, 'ff', -1n],
    [{ type: 'uint16', offset: 1 }, 'abcd12', 0xabcdn],
    [{ type: 'int128', offset: 16 }, `${'f'.repeat(31)}e${'0'.repeat(32)}`, -2n],
    [{ type: 'int256' }, 'f'.repeat(64), -1n],
  ] as const)('takes %p out of a word', (part, hex, integer) => {
    const source = { decimals, storage: { slot: word('0'), ...part } }
    expect(integerOf(source, word(hex))).toBe(integer)
  })

  it('takes the declared one of what a call returned, and nothing of other types', () => {
    const call = { function: 'latest()', returns: ['uint80', 'int256'], value: 1 } as const
    const answer = `0x${'1'.padStart(64, '0')}${'2a'.padStart(64, '0')}` as const
    expect(integerOf({ decimals, call }, answer)).toBe(42n)
    for (const other of ['0x', word('1'), `${answer}${'0'.repeat(64)}`] as const) {
      expect(integerOf({ decimals, call }, other)).toBeUndefined()
    }
    // 2^80 is no uint80, though a decoder cuts it off.
    const wide = `0x${'1'.padEnd(21, '0').padStart(64, '0')}${'2a'.padStart(64, '0')}` as const
    expect(integerOf({ decimals, call }, wide)).toBeUndefined()
  })

  it('takes no word that is none', () => {
    const source = { decimals, storage: { slot: word('0'), type: 'uint8' as const } }
    expect(integerOf(source, '0x1')).toBeUndefined()
  })
})

describe('decimalText', () => {
  it.each([
    [412_345_000_000n, 8, '4123.45000000'],
    [-5n, 8, '-0.00000005'],
    [0n, 2, '0.00'],
    [7n, 0, '7'],
    [(1n << 255n) - 1n, 18, undefined],
  ])('writes %s with %i decimals so that it is read back the same', (integer, places, text) => {
    const written = decimalText(integer, places)
    if (text !== undefined) expect(written).toBe(text)
    expect(scaleDecimal(written, places)).toBe(integer)
  })
})
