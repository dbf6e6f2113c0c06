import type { Attestation, AttestationRequest } from '../shared/attestation/attestation'
import type { EnclaveClaims, EncryptionKey } from '../shared/attestation/evidence'
import { PRODUCTION_POLICY } from '../shared/attestation/policy'
import type { Hex } from '../shared/core/hex'
import { measurementId } from '../shared/envelope/identifiers'
import { possessionDigest } from '../shared/envelope/possessionDigest'
import type { Signer } from '../shared/signing/signer'
import type { Attester } from './attesters/attester'

/** What this container is. */
export type Identity = {
  /** Tier 2. */
  readonly signer: Signer
  readonly encryptionKey: EncryptionKey
  readonly attester: Attester
  /** Its settings that a policy would pin; the simulated measurement does not cover them. */
  readonly configuration: Pick<EnclaveClaims, 'operator' | 'publisher' | 'allowedPrivateOrigins'>
}

const UVM_SVN = PRODUCTION_POLICY.uvm.minimumSvn

/**
 * Attests this container's keys, to anybody.
 *
 * @param identity - What this container is.
 * @param request - For which registry and sponsor, and the challenge.
 * @returns Evidence, and proof that tier 2's key is held.
 * @throws AttestationFailedError while there is no evidence that would hold.
 */
export async function attest(
  identity: Identity,
  request: AttestationRequest,
): Promise<Attestation> {
  const { signer, encryptionKey, attester } = identity
  const { chainId, registry, sponsor, nonce, minimumSvn = UVM_SVN } = request
  const { address: key } = signer
  const { evidence, measurement } = await attester.vouch(claimsOf(identity, nonce), minimumSvn)
  const ref = measurementId(measurement)
  const digest = possessionDigest({ chainId, registry, key, role: 2, ref, sponsor })
  return {
    addresses: { enclave: key },
    encryptionKey,
    measurement,
    evidence,
    possession: await signer.sign(digest),
  }
}

/**
 * Gives what this container says of itself.
 *
 * @param identity - What it is.
 * @param nonce - The challenger's, 32 bytes.
 * @returns The claims.
 */
export function claimsOf(identity: Identity, nonce: Hex): EnclaveClaims {
  const { signer, encryptionKey, configuration } = identity
  return { ...configuration, keys: { enclave: signer.address, encryption: encryptionKey }, nonce }
}
