import type { Attestation, AttestationRequest } from '../shared/attestation/attestation'
import type { EnclaveClaims, EncryptionKey } from '../shared/attestation/evidence'
import { simulatedEvidence } from '../shared/attestation/simulatedEvidence'
import type { Measurement } from '../shared/envelope/identifiers'
import { measurementId } from '../shared/envelope/identifiers'
import { possessionDigest } from '../shared/envelope/possessionDigest'
import type { Signer } from '../shared/signing/signer'

/** What this container is. */
export type Identity = {
  /** Tier 2. */
  readonly signer: Signer
  readonly encryptionKey: EncryptionKey
  readonly measurement: Measurement
  /** Its settings that a policy would pin; the simulated measurement does not cover them. */
  readonly configuration: Pick<EnclaveClaims, 'operator' | 'publisher' | 'allowedPrivateOrigins'>
}

/**
 * Attests this container's keys, to anybody.
 *
 * @param identity - What this container is.
 * @param request - For which registry and sponsor, and the challenge.
 * @returns Evidence (simulated: there is no hardware here), and proof that tier 2's key is held.
 */
export async function attest(
  identity: Identity,
  request: AttestationRequest,
): Promise<Attestation> {
  const { signer, encryptionKey, measurement, configuration } = identity
  const { chainId, registry, sponsor, nonce } = request
  const { address: key } = signer
  const ref = measurementId(measurement)
  const digest = possessionDigest({ chainId, registry, key, role: 2, ref, sponsor })
  const keys = { enclave: key, encryption: encryptionKey }
  return {
    addresses: { enclave: key },
    encryptionKey,
    measurement,
    evidence: simulatedEvidence({ hostData: measurement.hostData, ...configuration, keys, nonce }),
    possession: await signer.sign(digest),
  }
}
