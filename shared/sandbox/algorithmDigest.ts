import { createHash } from 'node:crypto'
import { canonicalJson } from '../core/canonicalJson'
import type { Hex } from '../core/hex'
import { ENGINE } from './engineName'
import type { SandboxLimits } from './limits'
import { PRELUDE } from './prelude'

/**
 * Hashes what a secret algorithm is: engine, what is run before it, its code and its bounds. Whoever approves the digest approves
 * all of it; the deadline is none of it, since it never makes a result.
 *
 * @param code - The algorithm's.
 * @param limits - Within which it runs.
 * @returns SHA-256 of the parts, each with its length before it; 32 bytes.
 */
export function algorithmDigest(code: string, limits: SandboxLimits): Hex {
  const { fuel, memoryInBytes, stackInBytes, inputInBytes, outputInBytes } = limits
  const bounds = { fuel, memoryInBytes, stackInBytes, inputInBytes, outputInBytes }
  const parts = [
    'cryplet.algorithm.v1',
    canonicalJson(ENGINE),
    PRELUDE,
    code,
    canonicalJson(bounds),
  ]
  const hash = createHash('sha256')
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8')
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(bytes.length))
    hash.update(length).update(bytes)
  }
  return `0x${hash.digest('hex')}`
}
