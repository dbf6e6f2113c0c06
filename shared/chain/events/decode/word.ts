import type { EventValue } from './eventValue'
import { MalformedLogError } from './malformed'

/** Decodes one word: 64 lower-case hexadecimal digits. */
export type WordDecoder = (word: string) => EventValue

const ZEROS = '0'.repeat(64)

/**
 * Gives the decoder of a type that takes one word.
 *
 * It is strict: what the type cannot hold is a fault, not cut off.
 *
 * @param type - In canonical form, as `uint256`.
 * @returns The decoder; undefined for any other type.
 */
export function wordDecoder(type: string): WordDecoder | undefined {
  if (type === 'address') return (word) => `0x${clean(word, 24, type)}`
  if (type === 'bool') return (word) => boolean(word)
  const [, kind, digits = ''] = /^(uint|int|bytes)([1-9]\d{0,2})$/.exec(type) ?? []
  const size = Number(digits)
  if (kind === 'bytes') return size <= 32 ? fixedBytes(size, type) : undefined
  return kind === undefined ? undefined : integer(kind, size, type)
}

function integer(kind: string, bits: number, type: string): WordDecoder | undefined {
  if (bits > 256 || bits % 8 !== 0) return undefined
  return kind === 'uint' ? unsigned(bits, type) : signed(bits, type)
}

function unsigned(bits: number, type: string): WordDecoder {
  const unused = 64 - bits / 4
  return (word) => BigInt(`0x${clean(word, unused, type)}`)
}

function signed(bits: number, type: string): WordDecoder {
  return (word) => {
    const value = BigInt.asIntN(256, BigInt(`0x${word}`))
    if (BigInt.asIntN(bits, value) === value) return value
    throw new MalformedLogError(`a value does not fit in ${type}`)
  }
}

function fixedBytes(size: number, type: string): WordDecoder {
  const end = 2 * size
  const rest = ZEROS.slice(end)
  return (word) => {
    if (word.endsWith(rest)) return `0x${word.slice(0, end)}`
    throw new MalformedLogError(`a value does not fit in ${type}`)
  }
}

function boolean(word: string): boolean {
  const digit = clean(word, 63, 'bool')
  if (digit === '0' || digit === '1') return digit === '1'
  throw new MalformedLogError('a value does not fit in bool')
}

function clean(word: string, unused: number, type: string): string {
  if (word.startsWith(ZEROS.slice(0, unused))) return word.slice(unused)
  throw new MalformedLogError(`a value does not fit in ${type}`)
}
