import type { Address, Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import { parseAddress, parseFields, parseWhole } from '../envelope/fields'
import type { Measurement } from '../envelope/identifiers'
import type { EncryptionKey, Evidence } from './evidence'

/** What a challenger asks an enclave to attest for. */
export type AttestationRequest = {
  readonly chainId: number
  /** The trust registry. */
  readonly registry: Address
  /** Who will send the enrolment. */
  readonly sponsor: Address
  /** Fresh, 32 bytes: the evidence repeats it. */
  readonly nonce: Hex
  /** What the measurement is to name as the least version of the utility machine; 100 when left out. */
  readonly minimumSvn?: number
}

/** What an enclave answers. */
export type Attestation = {
  readonly addresses: { readonly enclave: Address }
  readonly encryptionKey: EncryptionKey
  readonly measurement: Measurement
  readonly evidence: Evidence
  /** Tier 2's, over possessionDigest with role 2, EIP-2098, 64 bytes. */
  readonly possession: Hex
}

/**
 * Parses what asks for an attestation.
 *
 * @param value - JSON, as AttestationRequest.
 * @returns The request.
 * @throws InvalidValueError when it is anything else.
 */
export function parseAttestationRequest(value: unknown): AttestationRequest {
  const names = ['chainId', 'registry', 'sponsor', 'nonce', 'minimumSvn']
  const { chainId, registry, sponsor, nonce, minimumSvn } = parseFields(value, 'request', names)
  return {
    chainId: parseWhole(chainId, 'chainId'),
    registry: parseAddress(registry, 'registry'),
    sponsor: parseAddress(sponsor, 'sponsor'),
    nonce: parseHex(nonce, 'nonce', 32),
    ...(minimumSvn !== undefined && { minimumSvn: parseWhole(minimumSvn, 'minimumSvn') }),
  }
}

/**
 * Writes an attestation as JSON.
 *
 * @param attestation - Any.
 * @returns The same, its one large integer in decimal digits.
 */
export function attestationToJson(attestation: Attestation): object {
  const { measurement } = attestation
  return { ...attestation, measurement: { ...measurement, minSvn: String(measurement.minSvn) } }
}
