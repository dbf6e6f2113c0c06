import type { Arg, ArgType } from '../../authoring/args'
import type { Hex } from '../../core/hex'
import { MalformedDataError } from './malformed'
import type { WordReader } from './word'
import { wordReader } from './word'

/** Reads the values that some data hold, in the order of their types. */
export type ArgsReader = (data: Hex) => readonly Arg[]

const CHARACTERS_A_WORD = 64
// The last digits of a word; data that long do not fit in a block.
const COUNT_DIGITS = 8
const NO_MORE = '0'.repeat(CHARACTERS_A_WORD - COUNT_DIGITS)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Prepares the reading of arguments: made once, used for every wake.
 *
 * It reads what `abi.encode` makes of values, byte for byte, and nothing else: the same arguments have one form, so that
 * two data that differ are never one wake.
 *
 * Source: Solidity, contract ABI specification, "Formal Specification of the Encoding".
 *
 * @param types - In the ABI's order.
 * @returns The reader, which throws MalformedDataError.
 */
export function compileArgs(types: readonly ArgType[]): ArgsReader {
  const readers = types.map((type) => wordReader(type) ?? tailType(type))
  const headEnd = 2 + CHARACTERS_A_WORD * types.length
  return (data) => {
    if (data.length < headEnd) throw new MalformedDataError('it is too short')
    let end = headEnd
    const values = readers.map((reader, index) => {
      const word = wordAt(data, 2 + CHARACTERS_A_WORD * index)
      if (typeof reader === 'function') return reader(word)
      if (2 + 2 * countOf(word) !== end) throw new MalformedDataError('values lie apart')
      const tail = readTail(data, end)
      end = tail.end
      return reader.isText ? textOf(tail.content) : `0x${tail.content}`
    })
    if (end !== data.length) throw new MalformedDataError('something lies behind the last value')
    return values
  }
}

/** A type whose word says where its bytes are. */
type TailType = { readonly isText: boolean }

function tailType(type: ArgType): TailType | WordReader {
  if (type === 'bytes' || type === 'string') return { isText: type === 'string' }
  return () => {
    throw new MalformedDataError(`${type} is no type that a wake can bring`)
  }
}

type Tail = { readonly content: string; readonly end: number }

// A length, then the bytes, filled up with zeros to whole words.
function readTail(data: Hex, from: number): Tail {
  const start = from + CHARACTERS_A_WORD
  const length = 2 * countOf(wordAt(data, from))
  const end = start + Math.ceil(length / CHARACTERS_A_WORD) * CHARACTERS_A_WORD
  if (end > data.length) throw new MalformedDataError('a value reaches beyond the data')
  if (/[^0]/.test(data.slice(start + length, end))) {
    throw new MalformedDataError('a value is not filled up with zeros')
  }
  return { content: data.slice(start, start + length), end }
}

function wordAt(data: Hex, from: number): string {
  const word = data.slice(from, from + CHARACTERS_A_WORD)
  if (word.length === CHARACTERS_A_WORD) return word
  throw new MalformedDataError('a value reaches beyond the data')
}

function countOf(word: string): number {
  if (word.startsWith(NO_MORE)) return Number.parseInt(word.slice(-COUNT_DIGITS), 16)
  throw new MalformedDataError('an offset or a length reaches beyond the data')
}

function textOf(content: string): string {
  try {
    return utf8.decode(Buffer.from(content, 'hex'))
  } catch {
    throw new MalformedDataError('a string is no UTF-8')
  }
}
