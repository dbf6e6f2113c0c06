import { hexlify, randomBytes } from 'ethers'
import { appraiseAttestation } from '../../shared/attestation/appraiseAttestation'
import type { Attestation } from '../../shared/attestation/attestation'
import { parseAttestation } from '../../shared/attestation/parseAttestation'
import { policyFor } from '../../shared/attestation/policy'
import { reasonsOf } from '../../shared/attestation/result'
import type { CrypletKey } from '../../shared/attestation/sealedKey'
import { sealKey } from '../../shared/attestation/sealedKey'
import { FabricError } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import type { EnclaveLine } from '../../shared/execution/postToEnclave'
import { postToEnclave } from '../../shared/execution/postToEnclave'
import { recover } from '../../shared/signing/recover'

/** An enclave whose attestation does not hold; no key of it is enrolled, and none is sent to it. */
export class EnclaveNotTrustedError extends FabricError {
  override readonly name = 'EnclaveNotTrustedError'
  readonly code = 'ENCLAVE_NOT_TRUSTED'
  readonly retryable = false

  constructor(readonly reasons: readonly string[]) {
    super(`The enclave's attestation does not hold: ${reasons.join('; ')}.`)
  }
}

/** For what an enclave attests, and what it must be. */
export type AttestationOrder = {
  readonly chainId: number
  readonly registry: Address
  /** Who will enrol it. */
  readonly sponsor: Address
  /** Host data of the one build that may run, 32 bytes. */
  readonly referenceValue: Hex
  /** As NODE_ENV says. */
  readonly environment: string | undefined
}

/**
 * Asks an enclave app who it is, and appraises the answer by the policy of the chain and the environment.
 *
 * @param line - How to reach it.
 * @param order - For what, and what it must be.
 * @returns Its keys and evidence, and proof that it holds the key of tier 2.
 * @throws EnclaveNotTrustedError when anything of it does not hold.
 */
export async function requireAttestation(
  line: EnclaveLine,
  order: AttestationOrder,
): Promise<Attestation> {
  const { chainId, registry, sponsor, referenceValue, environment } = order
  const asked = { chainId, registry, sponsor, nonce: hexlify(randomBytes(32)) as Hex }
  const post = { path: '/api/enclave/attest', body: asked, timeoutInMs: ANSWER_IN_MS }
  const attestation = parseAttestation(await postToEnclave(line, post))
  const result = appraiseAttestation(attestation, {
    asked,
    policy: policyFor({ chainId, environment, referenceValues: [referenceValue] }),
    operator: line.operator.address,
    recover,
    atInMs: Date.now(),
  })
  if (result.verdict === 'contraindicated') throw new EnclaveNotTrustedError(reasonsOf(result))
  return attestation
}

/**
 * Sends a tier-1 key to an enclave, sealed so that only that start of it can read the key.
 *
 * @param line - How to reach it.
 * @param attestation - As appraised.
 * @param key - The key, its Cryplet's id and name.
 */
export async function sendKey(
  line: EnclaveLine,
  attestation: Attestation,
  key: CrypletKey & { readonly cryplet: string },
): Promise<void> {
  const { cryplet, crypletId, privateKey } = key
  const jwe = await sealKey({ crypletId, privateKey }, attestation.encryptionKey)
  const body = { cryplet, jwe }
  await postToEnclave(line, { path: '/api/enclave/keys', body, timeoutInMs: ANSWER_IN_MS })
}

const ANSWER_IN_MS = 10_000
