import type { Hex } from '../core/hex'
import type { RunFacts } from './provenance'

/**
 * What the container saw, signed by the tier-1 key before any claim is made of it.
 *
 * `execute` accepts only such a record, so that nobody signs a number that somebody else chose.
 */
export type SignedRecord = {
  /** Id of the wake, 32 bytes. */
  readonly runId: Hex
  readonly facts: RunFacts
  /** Unix seconds at which the last response was complete. */
  readonly fetchedAt: number
  /** Of the code that observed, 32 bytes. */
  readonly codeHash: Hex
  /** Tier-1 key over recordDigest, EIP-2098, 64 bytes. */
  readonly signature: Hex
}
