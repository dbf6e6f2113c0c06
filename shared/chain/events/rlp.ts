/** Bytes, or a list of such. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/**
 * Encodes in RLP.
 *
 * Source: Ethereum yellow paper, appendix B.
 *
 * @param item - Bytes, or a list.
 * @returns The encoding.
 */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (isList(item)) return encodeRlpList(item.map(encodeRlp))
  const [first = 0] = item
  if (item.length === 1 && first < 0x80) return item
  return Buffer.concat([prefix(0x80, item.length), item])
}

/**
 * Encodes a list whose members are encoded already.
 *
 * @param members - Encodings.
 * @returns The encoding of the list.
 */
export function encodeRlpList(members: readonly Uint8Array[]): Uint8Array {
  const size = members.reduce((sum, { length }) => sum + length, 0)
  return Buffer.concat([prefix(0xc0, size), ...members])
}

/**
 * Writes an integer as RLP wants it: big-endian without leading zeros, zero as no bytes.
 *
 * @param value - Not negative.
 * @returns Its bytes, still to be encoded.
 */
export function rlpInteger(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array()
  const digits = value.toString(16)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

function prefix(offset: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const size = rlpInteger(BigInt(length))
  return Uint8Array.of(offset + 55 + size.length, ...size)
}

// Array.isArray does not narrow a readonly array.
function isList(item: RlpItem): item is readonly RlpItem[] {
  return Array.isArray(item)
}
