import { EvidenceMalformedError } from '../errors'

/** An item of CBOR, as far as COSE needs it. */
export type CborItem =
  | number
  | string
  | boolean
  | null
  | Buffer
  | Tagged
  | readonly CborItem[]
  | ReadonlyMap<CborItem, CborItem>

/** An item with a tag. */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly item: CborItem,
  ) {}
}

const DEEPEST = 16
const SIMPLE: Readonly<Record<number, boolean | null>> = { 20: false, 21: true, 22: null }

/**
 * Reads CBOR.
 *
 * Source: RFC 8949; definite lengths, integers up to 2^53, no floats, and no key of a map twice.
 *
 * @param bytes - One item.
 * @returns The item.
 * @throws EvidenceMalformedError
 */
export function decodeCbor(bytes: Uint8Array): CborItem {
  const reader = new Reader(Buffer.from(bytes))
  const item = reader.item(0)
  if (!reader.isAtEnd()) throw malformed('bytes are left over')
  return item
}

/**
 * Writes the head of an item.
 *
 * @param major - Its type: 2 bytes, 3 text, 4 array.
 * @param length - Below 2^32.
 * @returns Its head.
 */
export function cborHead(major: number, length: number): Buffer {
  const type = major << 5
  if (length < 24) return Buffer.from([type | length])
  if (length < 0x100) return Buffer.from([type | 24, length])
  if (length < 0x10000) return Buffer.from([type | 25, length >> 8, length & 0xff])
  const head = Buffer.alloc(5, type | 26)
  head.writeUInt32BE(length, 1)
  return head
}

class Reader {
  private at = 0

  constructor(private readonly bytes: Buffer) {}

  isAtEnd(): boolean {
    return this.at === this.bytes.length
  }

  item(depth: number): CborItem {
    if (depth > DEEPEST) throw malformed('it is nested too deep')
    const first = this.take(1).readUInt8()
    const [major, info] = [first >> 5, first & 31]
    if (major === 7) return simpleOf(info)
    const value = this.value(info)
    switch (major) {
      case 0:
        return value
      case 1:
        return -1 - value
      case 2:
        return this.take(value)
      case 3:
        return this.take(value).toString('utf8')
      case 4:
        return this.items(value, depth)
      case 5:
        return this.map(value, depth)
      default:
        return new Tagged(value, this.item(depth + 1))
    }
  }

  private items(count: number, depth: number): readonly CborItem[] {
    if (count > this.bytes.length) throw malformed('it is cut off')
    return Array.from({ length: count }, () => this.item(depth + 1))
  }

  private map(count: number, depth: number): ReadonlyMap<CborItem, CborItem> {
    if (count > this.bytes.length) throw malformed('it is cut off')
    const map = new Map<CborItem, CborItem>()
    for (let index = 0; index < count; index++) {
      const key = this.item(depth + 1)
      if (map.has(key)) throw malformed('a map has a key twice')
      map.set(key, this.item(depth + 1))
    }
    return map
  }

  private value(info: number): number {
    if (info < 24) return info
    if (info > 27) throw malformed('a length is indefinite')
    const value = Number(`0x${this.take(2 ** (info - 24)).toString('hex')}`)
    if (!Number.isSafeInteger(value)) throw malformed('an integer is too large')
    return value
  }

  private take(count: number): Buffer {
    const taken = this.bytes.subarray(this.at, this.at + count)
    if (taken.length < count) throw malformed('it is cut off')
    this.at += count
    return taken
  }
}

function simpleOf(info: number): boolean | null {
  const value = SIMPLE[info]
  if (value === undefined) throw malformed(`simple value ${String(info)}`)
  return value
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('CBOR', fault)
}
