import type { Arg } from '../../authoring/args'
import { MalformedDataError } from './malformed'

/** Reads one word: 64 lower-case hexadecimal digits. */
export type WordReader = (word: string) => Arg

const ZEROS = '0'.repeat(64)

/**
 * Gives the reader of a type that takes one word.
 *
 * It is strict: what the type cannot hold is a fault, not cut off.
 *
 * @param type - In canonical form, as `uint256`.
 * @returns The reader, which throws MalformedDataError; undefined for any other type.
 */
export function wordReader(type: string): WordReader | undefined {
  // In lower case, as everything else: its checksum (EIP-55) is for people, and takes ten times as long as the rest.
  if (type === 'address') return (word) => `0x${clean(word, 24, type)}`
  if (type === 'bool') return boolean
  if (type === 'bytes32') return (word) => `0x${word}`
  const [, kind, digits = ''] = /^(u?int)([1-9]\d{0,2})$/.exec(type) ?? []
  const bits = Number(digits)
  if (kind === undefined || bits > 256 || bits % 8 !== 0) return undefined
  return kind === 'uint' ? unsigned(bits, type) : signed(bits, type)
}

function unsigned(bits: number, type: string): WordReader {
  const unused = 64 - bits / 4
  return (word) => BigInt(`0x${clean(word, unused, type)}`)
}

function signed(bits: number, type: string): WordReader {
  return (word) => {
    const value = BigInt.asIntN(256, BigInt(`0x${word}`))
    if (BigInt.asIntN(bits, value) === value) return value
    throw new MalformedDataError(`a value does not fit in ${type}`)
  }
}

function boolean(word: string): boolean {
  const digit = clean(word, 63, 'bool')
  if (digit === '0' || digit === '1') return digit === '1'
  throw new MalformedDataError('a value does not fit in bool')
}

function clean(word: string, unused: number, type: string): string {
  if (word.startsWith(ZEROS.slice(0, unused))) return word.slice(unused)
  throw new MalformedDataError(`a value does not fit in ${type}`)
}
