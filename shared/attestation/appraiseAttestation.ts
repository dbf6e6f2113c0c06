import { canonicalJson } from '../core/canonicalJson'
import type { Address } from '../core/hex'
import { measurementId } from '../envelope/identifiers'
import { possessionDigest } from '../envelope/possessionDigest'
import type { Recover } from '../envelope/recover'
import type { AttestationResult } from './appraise'
import { appraise } from './appraise'
import type { Attestation, AttestationRequest } from './attestation'
import type { AppraisalPolicy } from './policy'

/** What an attestation is held against. */
export type AttestationCheck = {
  /** What was asked. */
  readonly asked: AttestationRequest
  readonly policy: AppraisalPolicy
  /** Whom the enclave must obey. */
  readonly operator: Address
  readonly recover: Recover
}

/**
 * Appraises the whole answer of an enclave: its evidence, and that keys, measurement and possession are the evidence's.
 *
 * @param attestation - As parseAttestation gave it.
 * @param check - What it is held against.
 * @returns As appraise does; `contraindicated` with every reason when the parts do not belong together.
 */
export function appraiseAttestation(
  attestation: Attestation,
  check: AttestationCheck,
): AttestationResult {
  const { policy, asked } = check
  const result = appraise({ evidence: attestation.evidence, policy, nonce: asked.nonce })
  const faults = mismatches(attestation, check)
  if (faults.length === 0) return result
  const reasons = result.verdict === 'contraindicated' ? [...result.reasons, ...faults] : faults
  return { verdict: 'contraindicated', teeClass: 'none', reasons }
}

function mismatches(attestation: Attestation, check: AttestationCheck): string[] {
  const { addresses, encryptionKey, evidence, measurement } = attestation
  const keys = { enclave: addresses.enclave, encryption: encryptionKey }
  const faults: string[] = []
  if (canonicalJson(keys) !== canonicalJson(evidence.keys)) {
    faults.push('the keys are not those that the evidence speaks for')
  }
  if (measurement.teeType !== 0) {
    faults.push(
      `simulated evidence cannot carry a measurement of type ${String(measurement.teeType)}`,
    )
  }
  if (measurement.hostData !== evidence.hostData) {
    faults.push('the measurement is not the one of the evidence')
  }
  if (evidence.operator !== check.operator) {
    faults.push(`it obeys ${evidence.operator}, not ${check.operator}`)
  }
  const holder = check.recover(possessionDigestOf(attestation, check), attestation.possession)
  if (holder !== addresses.enclave) {
    faults.push(`possession was signed by ${holder ?? 'nobody'}, not by ${addresses.enclave}`)
  }
  return faults
}

function possessionDigestOf(
  { addresses, measurement }: Attestation,
  { asked }: AttestationCheck,
): ReturnType<typeof possessionDigest> {
  const { chainId, registry, sponsor } = asked
  const ref = measurementId(measurement)
  return possessionDigest({ chainId, registry, sponsor, key: addresses.enclave, role: 2, ref })
}
