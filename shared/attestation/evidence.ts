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

/** What an enclave app says of itself, whoever vouches for its word. */
export type EnclaveClaims = {
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

/**
 * What an enclave app says of itself where there is no hardware to say it.
 *
 * A type of its own, without one field of an SNP report, a certificate or an attestation service's token, so that
 * nothing can take it for one. Nothing signs it: it proves nothing, and says so. Its host data covers the bundle alone;
 * operator, publisher and origins, which a confidential container's policy would cover, it states beside it.
 */
export type SimulatedEvidence = EnclaveClaims & {
  readonly type: 'simulated'
  readonly statement: typeof SIMULATED
  /** keccak256 of the app's bundle, 32 bytes. */
  readonly hostData: Hex
}

/** A report of SEV-SNP from a confidential container group, with all that vouches for it. Byte strings in base64. */
export type ContainerEvidence = {
  readonly type: 'azure-aci-sevsnp'
  /** JSON of RuntimeData, exactly as the report's data hash it. */
  readonly runtimeData: string
  /** 1184 bytes. */
  readonly report: string
  /** PEM: the endorsement key's certificate, the intermediate one and AMD's root. */
  readonly certificates: string
  /** COSE_Sign1 that endorses the utility machine. */
  readonly uvmEndorsement: string
  /** The container policy that host data is the digest of; it may be left out. */
  readonly containerPolicy?: string
  /** When certificates and endorsement were fetched, Unix seconds. */
  readonly collectedAt: number
}

/** A token of Microsoft Azure Attestation for such a container group. */
export type TokenEvidence = {
  readonly type: 'azure-maa'
  /** As in ContainerEvidence. */
  readonly runtimeData: string
  readonly token: string
}

/** What hardware vouches for: the hash of its JSON is in the report. */
export type RuntimeData = EnclaveClaims & {
  readonly schema: typeof RUNTIME_SCHEMA
  /** keccak256 of the app's bundle, 32 bytes. */
  readonly codeDigest: Hex
  /** Of the secret algorithms that it runs, 32 bytes; zero for none. */
  readonly algorithmDigest: Hex
}

/** Names the members of RuntimeData. */
export const RUNTIME_SCHEMA = 'cryplet.enclave-keys.v1'

/** Evidence that hardware vouches for. */
export type HardwareEvidence = ContainerEvidence | TokenEvidence

/** What an enclave hands to whoever appraises it. */
export type Evidence = SimulatedEvidence | HardwareEvidence

/**
 * Hashes evidence to what the registry notes beside the enrolled key.
 *
 * @param evidence - Of any type; the type is hashed with it, so that it cannot be relabelled.
 * @returns 32 bytes.
 */
export function evidenceHash(evidence: Evidence): Hex {
  return hashJson(evidence)
}
