import { describe } from '../core/errors'
import type { Hex } from '../core/hex'
import { SIMULATED } from '../envelope/tiers'
import type { Evidence } from './evidence'
import type { AppraisalPolicy } from './policy'

/**
 * What an appraisal came to, after RFC 9334 section 8.4.
 *
 * `affirming`: hardware vouches for a known build. `warning`: usable in tests, nothing vouches. `contraindicated`: not
 * to be relied on.
 */
export type Verdict = 'affirming' | 'warning' | 'contraindicated'

/** An attestation result. */
export type AttestationResult = {
  readonly verdict: Verdict
  readonly teeClass: 'hardware' | 'none'
  /** Why, for people; at least one. */
  readonly reasons: readonly string[]
}

/** What is appraised, and against what. */
export type Appraisal = {
  /** As it came: its type is read first. */
  readonly evidence: Evidence
  readonly policy: AppraisalPolicy
  /** What the challenger sent, 32 bytes. */
  readonly nonce: Hex
}

/**
 * Appraises evidence.
 *
 * @param appraisal - Evidence, policy and challenge.
 * @returns Never better than `warning` for simulated evidence; `contraindicated` for any type that is not known.
 */
export function appraise(appraisal: Appraisal): AttestationResult {
  const reasons = faultsOf(appraisal)
  if (reasons.length > 0) return { verdict: 'contraindicated', teeClass: 'none', reasons }
  return { verdict: 'warning', teeClass: 'none', reasons: [SIMULATED] }
}

function faultsOf({ evidence, policy, nonce }: Appraisal): string[] {
  // Evidence comes from another process: what the compiler knows of it is a hope.
  const { type, statement }: { readonly type: string; readonly statement: string } = evidence
  if (type !== 'simulated') return [`evidence of the unknown type ${describe(type)}`]
  const faults: string[] = []
  if (!policy.allowSimulated) faults.push(`the ${policy.name} policy refuses: ${SIMULATED}`)
  if (statement !== SIMULATED) faults.push(`simulated evidence must say "${SIMULATED}"`)
  if (evidence.nonce !== nonce) faults.push('the nonce is not the one that was sent')
  if (!policy.referenceValues.includes(evidence.hostData)) {
    faults.push(`no reference value is ${evidence.hostData}: another build runs there`)
  }
  return faults
}
