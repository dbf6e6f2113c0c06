import { readFileSync } from 'node:fs'
import { appraiseAttestation } from '../../shared/attestation/appraiseAttestation'
import type { Attestation, AttestationRequest } from '../../shared/attestation/attestation'
import { evidenceHash } from '../../shared/attestation/evidence'
import type { MaaKeys } from '../../shared/attestation/maa/token'
import { parseAttestation } from '../../shared/attestation/parseAttestation'
import type { AppraisalPolicy } from '../../shared/attestation/policy'
import { reasonsOf } from '../../shared/attestation/result'
import type { SignedStatement, Statement } from '../../shared/attestation/statement'
import { statementDigest } from '../../shared/attestation/statement'
import { FabricError, messageOf } from '../../shared/core/errors'
import type { Address } from '../../shared/core/hex'
import { measurementId } from '../../shared/envelope/identifiers'
import { recover } from '../../shared/signing/recover'
import type { Signer } from '../../shared/signing/signer'

/** An attestation that does not hold: nothing is signed. */
export class AttestationRefusedError extends FabricError {
  override readonly name = 'AttestationRefusedError'
  readonly code = 'ATTESTATION_REFUSED'
  readonly retryable = false

  constructor(readonly reasons: readonly string[]) {
    super(`Nothing is signed, because the attestation does not hold: ${reasons.join('; ')}.`)
  }
}

/** A file that holds no attestation. */
export class AttestationUnreadableError extends FabricError {
  override readonly name = 'AttestationUnreadableError'
  readonly code = 'ATTESTATION_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly fault: string,
  ) {
    super(
      `${path} holds no attestation: ${fault}. Save what the enclave app answered to POST /api/enclave/attest.`,
    )
  }
}

/** What an attester holds an attestation against, and says of it. */
export type SigningOrder = {
  /** What the enclave was asked: its sponsor is the AttesterQuorum. */
  readonly asked: AttestationRequest
  readonly policy: AppraisalPolicy
  /** Whom the enclave must obey. */
  readonly operator: Address
  readonly maaKeys: MaaKeys
  /** Unix seconds: the key's last. */
  readonly notAfter: number
  /** Unix seconds. */
  readonly statedAt: number
}

/**
 * Reads what an enclave app answered.
 *
 * @param path - Of a file.
 * @returns The attestation, not believed yet.
 * @throws AttestationUnreadableError
 */
export function readAttestation(path: string): Attestation {
  try {
    return parseAttestation(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new AttestationUnreadableError(path, messageOf(error))
  }
}

/**
 * Appraises an attestation, and signs what an attester says of it.
 *
 * @param attestation - As it came.
 * @param order - What it is held against.
 * @param signer - The attester's.
 * @returns The signed statement.
 * @throws AttestationRefusedError
 */
export async function signStatement(
  attestation: Attestation,
  order: SigningOrder,
  signer: Signer,
): Promise<SignedStatement> {
  const { asked, policy, operator, maaKeys, notAfter, statedAt } = order
  const result = appraiseAttestation(attestation, {
    ...{ asked, policy, operator, recover, maaKeys, atInMs: 1000 * statedAt },
  })
  if (result.verdict === 'contraindicated') throw new AttestationRefusedError(reasonsOf(result))
  const statement: Statement = {
    ...{ chainId: asked.chainId, quorum: asked.sponsor, key: attestation.addresses.enclave },
    measurementId: measurementId(attestation.measurement),
    evidenceHash: evidenceHash(attestation.evidence),
    ...{ notAfter, statedAt },
  }
  const signature = await signer.sign(statementDigest(statement))
  return { statement, attester: signer.address, signature }
}
