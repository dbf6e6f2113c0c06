import type { Hex } from '../../../core/hex'
import { MalformedLogError } from './malformed'

const CHARACTERS_A_WORD = 64
// The last digits of a word; a data that long does not fit in a block.
const COUNT_DIGITS = 8
const NO_MORE = '0'.repeat(CHARACTERS_A_WORD - COUNT_DIGITS)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes bytes or a string that a word of the data points to.
 *
 * @param type - `bytes` or `string`.
 * @param data - Of the log.
 * @param from - Where the word begins, in characters.
 * @returns Lower-case hexadecimal, or text.
 * @throws MalformedLogError when it points beyond the data, or the text is no UTF-8.
 */
export function decodeDynamic(type: string, data: Hex, from: number): string {
  const start = 2 + 2 * countAt(data, from)
  const length = 2 * countAt(data, start)
  const content = data.slice(start + CHARACTERS_A_WORD, start + CHARACTERS_A_WORD + length)
  if (content.length < length) throw new MalformedLogError(`${type} reaches beyond the data`)
  return type === 'bytes' ? `0x${content}` : text(content)
}

function countAt(data: Hex, from: number): number {
  const word = data.slice(from, from + CHARACTERS_A_WORD)
  if (word.length === CHARACTERS_A_WORD && word.startsWith(NO_MORE)) {
    return Number.parseInt(word.slice(-COUNT_DIGITS), 16)
  }
  throw new MalformedLogError('an offset or a length reaches beyond the data')
}

function text(content: string): string {
  try {
    return utf8.decode(Buffer.from(content, 'hex'))
  } catch {
    throw new MalformedLogError('a string is no UTF-8')
  }
}
