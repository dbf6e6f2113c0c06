import { hashJson } from '../core/ids'
import type { Hex } from '../core/hex'

/** What woke a run, as it is hashed. */
export type WakeFacts = {
  readonly kind: 'schedule'
  /** 32 bytes. */
  readonly crypletId: Hex
  /** Unix seconds. */
  readonly slot: number
}

/** One response that was read, as it is hashed. */
export type ObservationFacts = {
  /** Name of the source in the definition. */
  readonly source: string
  /** Scheme, host and port. */
  readonly origin: string
  /** keccak256 of the body's bytes. */
  readonly responseHash: Hex
  /** Unix seconds, as the provider said. */
  readonly providerTime: number
  /** Scaled integer in decimal digits. */
  readonly value: string
}

/** The public part of a run record (docs/protocol.md, section 1). */
export type RunFacts = {
  readonly wake: WakeFacts
  readonly observations: readonly ObservationFacts[]
  /** Name and version, as in `XNYS@1`; left out when no calendar was asked. */
  readonly calendar?: string
}

/**
 * Hashes the public part of a run record to the claim's `provenance`.
 *
 * @param facts - What the run rests on.
 * @returns 32 bytes.
 */
export function provenanceHash(facts: RunFacts): Hex {
  return hashJson(facts)
}
