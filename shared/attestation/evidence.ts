import type { Address, Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import type { SIMULATED } from '../envelope/tiers'

/** A public P-256 key. Source: RFC 7517, RFC 7518 section 6.2.1. */
export type EncryptionKey = {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  /** 32 bytes in base64url. */
  readonly x: string
  /** 32 bytes in base64url. */
  readonly y: string
}

/** The keys that evidence speaks for: both were made at this start, inside. */
export type AttestedKeys = {
  /** Tier 2's address. */
  readonly enclave: Address
  /** To which tier-1 keys are sealed. */
  readonly encryption: EncryptionKey
}

/**
 * What an enclave app says of itself where there is no hardware to say it.
 *
 * A type of its own, without one field of an SNP report, a certificate or an attestation service's token, so that
 * nothing can take it for one. Nothing signs it: it proves nothing, and says so. Its host data covers the bundle alone;
 * operator, publisher and origins, which a confidential container's policy would cover, it states beside it.
 */
export type SimulatedEvidence = {
  readonly type: 'simulated'
  readonly statement: typeof SIMULATED
  /** keccak256 of the app's bundle, 32 bytes. */
  readonly hostData: Hex
  /** Whom the app obeys. */
  readonly operator: Address
  /** Of all its Cryplets. */
  readonly publisher: Address
  /** In private networks, that its sources may be read from. */
  readonly allowedPrivateOrigins: readonly string[]
  readonly keys: AttestedKeys
  /** The challenger's, 32 bytes. */
  readonly nonce: Hex
}

/** What an enclave hands to whoever appraises it; hardware's own type joins by its own `type`. */
export type Evidence = SimulatedEvidence

/**
 * Hashes evidence to what the registry notes beside the enrolled key.
 *
 * @param evidence - Of any type; the type is hashed with it, so that it cannot be relabelled.
 * @returns 32 bytes.
 */
export function evidenceHash(evidence: Evidence): Hex {
  return hashJson(evidence)
}
