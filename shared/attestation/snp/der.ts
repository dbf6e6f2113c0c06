import { EvidenceMalformedError } from '../errors'

/** One element: its tag, and its content. */
export type Element = {
  readonly tag: number
  /** With its header. */
  readonly whole: Buffer
  readonly content: Buffer
}

/**
 * Reads the elements that lie one after the other.
 *
 * Source: X.690, DER: definite lengths in the fewest bytes.
 *
 * @param bytes - All of them.
 * @returns Each.
 * @throws EvidenceMalformedError when bytes are left over, or a length is written otherwise.
 */
export function elementsOf(bytes: Buffer): readonly Element[] {
  const elements: Element[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const element = elementAt(bytes, offset)
    elements.push(element)
    offset += element.whole.length
  }
  return elements
}

/**
 * Reads the one element that bytes consist of.
 *
 * @param bytes - All of it.
 * @param tag - What it must be.
 * @returns Its content.
 * @throws EvidenceMalformedError
 */
export function contentOf(bytes: Buffer, tag: number): Buffer {
  const [element, ...others] = elementsOf(bytes)
  if (element?.tag !== tag || others.length > 0) {
    throw malformed(`expected one element of tag ${String(tag)}`)
  }
  return element.content
}

/** Tags that are looked for. */
export const TAG = {
  ...{ boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06 },
  ...{ ia5String: 0x16, sequence: 0x30, extensions: 0xa3 },
} as const

/**
 * Reads an object identifier.
 *
 * @param content - Of its element.
 * @returns As in `1.3.6.1`.
 */
export function oidOf(content: Buffer): string {
  const parts: number[] = []
  let part = 0
  for (const byte of content) {
    part = part * 128 + (byte & 0x7f)
    if ((byte & 0x80) !== 0) continue
    parts.push(part)
    part = 0
  }
  const [first = 0, ...others] = parts
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - 40 * top, ...others].join('.')
}

function elementAt(bytes: Buffer, offset: number): Element {
  const tag = bytes[offset]
  if (tag === undefined) throw malformed('an element is cut off')
  const { start, length } = lengthAt(bytes, offset + 1)
  const end = start + length
  if (end > bytes.length) throw malformed('an element is cut off')
  return { tag, whole: bytes.subarray(offset, end), content: bytes.subarray(start, end) }
}

function lengthAt(
  bytes: Buffer,
  offset: number,
): { readonly start: number; readonly length: number } {
  const first = bytes[offset]
  if (first === undefined) throw malformed('a length is cut off')
  if (first < 0x80) return { start: offset + 1, length: first }
  const count = first & 0x7f
  if (count === 0 || count > 3) throw malformed('a length is indefinite or too long')
  const start = offset + 1 + count
  const length = Number(`0x${bytes.toString('hex', offset + 1, start)}`)
  const least = count === 1 ? 0x80 : 2 ** (8 * (count - 1))
  if (Number.isNaN(length) || length < least) throw malformed('a length is not in its fewest bytes')
  return { start, length }
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('certificate', fault)
}
