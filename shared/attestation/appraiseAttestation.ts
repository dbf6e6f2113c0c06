import { canonicalJson } from '../core/canonicalJson'
import type { Address } from '../core/hex'
import { measurementId } from '../envelope/identifiers'
import { possessionDigest } from '../envelope/possessionDigest'
import type { Recover } from '../envelope/recover'
import { appraise } from './appraise'
import type { Attestation, AttestationRequest } from './attestation'
import type { EnclaveClaims } from './evidence'
import type { MaaKeys } from './maa/token'
import { measurementOf } from './measurementOf'
import { claimsIn } from './parseEvidence'
import type { AppraisalPolicy, UvmPolicy } from './policy'
import type { AttestationResult, Check } from './result'
import { affirmed, refused, resultOf } from './result'
import type { Roots } from './snp/roots'

/** What an attestation is held against. */
export type AttestationCheck = {
  /** What was asked. */
  readonly asked: AttestationRequest
  readonly policy: AppraisalPolicy
  /** Whom the enclave must obey. */
  readonly operator: Address
  readonly atInMs: number
  /** Of the issuers of tokens; none when left out. */
  readonly maaKeys?: MaaKeys
  /** Of processors; AMD's when left out. */
  readonly roots?: Roots
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
  const { policy, asked, atInMs, maaKeys = {}, roots } = check
  const { evidence } = attestation
  const result = appraise({
    evidence,
    policy,
    nonce: asked.nonce,
    atInMs,
    maaKeys,
    ...(roots && { roots }),
  })
  const checks = [...result.checks, ...belonging(attestation, check)]
  return resultOf(checks, result.teeClass)
}

function belonging(attestation: Attestation, check: AttestationCheck): readonly Check[] {
  const { addresses, evidence } = attestation
  let claims: EnclaveClaims
  try {
    claims = claimsIn(evidence)
  } catch {
    return [] // the appraisal has refused it already
  }
  const { keys, operator } = claims
  const given = { enclave: addresses.enclave, encryption: attestation.encryptionKey }
  const holder = check.recover(possessionDigestOf(attestation, check), attestation.possession)
  const isHeld = holder === addresses.enclave
  return [
    canonicalJson(given) === canonicalJson(keys)
      ? affirmed('keys', 'the keys are those that the evidence speaks for')
      : refused('keys', 'the keys are not those that the evidence speaks for'),
    ...measurementChecks(attestation, check.policy.uvm),
    operator === check.operator
      ? affirmed('operator', `it obeys ${operator}`)
      : refused('operator', `it obeys ${operator}, not ${check.operator}`),
    isHeld
      ? affirmed('possession', `signed by ${addresses.enclave}`)
      : refused(
          'possession',
          `possession was signed by ${holder ?? 'nobody'}, not by ${addresses.enclave}`,
        ),
  ]
}

// Whoever admits a measurement by its id admits all of its parts: each must be what the evidence was held against.
function measurementChecks({ evidence, measurement }: Attestation, uvm: UvmPolicy): Check[] {
  const check = 'measurement id'
  const { teeType } = measurement
  const expected = measurementOf(evidence, uvm)
  const type =
    expected?.teeType === teeType
      ? affirmed(check, `a measurement of type ${String(teeType)}`)
      : refused(
          check,
          `${evidence.type} evidence cannot carry a measurement of type ${String(teeType)}`,
        )
  const isOfEvidence =
    expected !== undefined && measurementId({ ...expected, teeType }) === measurementId(measurement)
  const parts = isOfEvidence
    ? affirmed(check, 'the measurement is the one of the evidence')
    : refused(check, 'the measurement is not the one of the evidence')
  return [type, parts]
}

function possessionDigestOf(
  { addresses, measurement }: Attestation,
  { asked }: AttestationCheck,
): ReturnType<typeof possessionDigest> {
  const { chainId, registry, sponsor } = asked
  const ref = measurementId(measurement)
  return possessionDigest({ chainId, registry, sponsor, key: addresses.enclave, role: 2, ref })
}
