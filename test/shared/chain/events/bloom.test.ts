import { id, keccak256 } from 'ethers'
import * as fc from 'fast-check'
import { bloomProbe } from '../../../../shared/chain/events/bloom'
import type { Hex } from '../../../../shared/core/hex'
import { bytesOf } from '../../../../shared/core/hex'

// As the yellow paper has it: bits are counted from the lowest of 2048.
function bloomOf(values: readonly Hex[]): Hex {
  let bloom = 0n
  for (const value of values) {
    const hash = bytesOf(keccak256(value) as Hex)
    for (const at of [0, 2, 4]) {
      bloom |= 1n << BigInt((((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047)
    }
  }
  return `0x${bloom.toString(16).padStart(512, '0')}`
}

const anyValue = fc.integer().map((seed) => id(String(seed)) as Hex)

describe('bloomProbe', () => {
  it('finds all that was put in, whatever else was', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 2, maxLength: 40 }), (values) => {
        expect(bloomProbe(values.slice(0, 2))(bloomOf(values))).toBe(true)
      }),
    )
  })

  it('finds nothing when any bit of it is missing', () => {
    const wanted = [id('a') as Hex, id('b') as Hex]
    const bits = BigInt(bloomOf(wanted))
    for (let bit = 0n; bit < 2048n; bit++) {
      const without = bits & ~(1n << bit)
      const bloom: Hex = `0x${without.toString(16).padStart(512, '0')}`
      expect(bloomProbe(wanted)(bloom)).toBe(without === bits)
    }
  })
})
