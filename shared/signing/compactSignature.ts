import type { Hex } from '../core/hex'

/**
 * Writes a signature in its shortest form.
 *
 * Source: EIP-2098: the parity of R's y takes the top bit of `s`, which is free because `s` is low.
 *
 * @param rs - `r` and `s`, 64 bytes; `s` low.
 * @param yParity - 0 or 1, also called recovery id.
 * @returns 64 bytes.
 */
export function compactSignature(rs: Uint8Array, yParity: number): Hex {
  const bytes = Buffer.from(rs)
  bytes.writeUInt8(bytes.readUInt8(S_START) | (yParity << 7), S_START)
  return `0x${bytes.toString('hex')}`
}

/**
 * Takes the shortest form apart.
 *
 * @param signature - EIP-2098, 64 bytes.
 * @returns `r` and `s`, 64 bytes, and the parity of R's y.
 */
export function splitSignature(signature: Hex): {
  readonly rs: Uint8Array
  readonly yParity: 0 | 1
} {
  const rs = Buffer.from(signature.slice(2), 'hex')
  const first = rs.readUInt8(S_START)
  rs.writeUInt8(first & 0x7f, S_START)
  return { rs, yParity: first >= 0x80 ? 1 : 0 }
}

const S_START = 32
