import { keccak256 } from 'ethers'
import type { Hex } from '../../core/hex'
import { bytesOf } from '../../core/hex'

/** Tells from a block's bloom whether it may hold what one is looking for. */
export type BloomProbe = (logsBloom: Hex) => boolean

/**
 * Prepares to look for logs in blooms. What a bloom says is not there is not there; what it says may be there may not.
 *
 * Source: Ethereum yellow paper, section 4.3.1 (M3:2048): three times eleven bits of keccak256.
 *
 * @param values - An address and topics, all of which a log must have.
 * @returns The probe, which looks at the digits and decodes nothing.
 */
export function bloomProbe(values: readonly Hex[]): BloomProbe {
  const bits = values.flatMap(bitsOf)
  return (logsBloom) =>
    bits.every(({ digit, mask }) => (Number.parseInt(logsBloom.charAt(digit), 16) & mask) !== 0)
}

type Bit = { readonly digit: number; readonly mask: number }

const LAST_DIGIT = 2 + 2 * 256 - 1

function bitsOf(value: Hex): readonly Bit[] {
  const hash = bytesOf(keccak256(bytesOf(value)) as Hex)
  return [0, 2, 4].map((at) => {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047
    return { digit: LAST_DIGIT - (bit >> 2), mask: 1 << (bit & 3) }
  })
}
