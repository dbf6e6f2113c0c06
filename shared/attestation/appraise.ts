import { describe, messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import { SIMULATED } from '../envelope/tiers'
import { checkCollateral } from './checkCollateral'
import type { ContainerEvidence, Evidence, SimulatedEvidence, TokenEvidence } from './evidence'
import { appraiseToken } from './maa/appraiseToken'
import type { MaaKeys } from './maa/token'
import { parseRuntimeData } from './parseEvidence'
import type { AppraisalPolicy } from './policy'
import type { AttestationResult, Check } from './result'
import { affirmed, refused, resultOf } from './result'
import { appraiseReport } from './snp/appraiseReport'
import { splitPem } from './snp/certificate'
import type { Roots } from './snp/roots'

/** What is appraised, and against what. */
export type Appraisal = {
  /** As it came: its type is read first. */
  readonly evidence: Evidence
  readonly policy: AppraisalPolicy
  /** What the challenger sent, 32 bytes; undefined where nobody did, as of evidence that was kept. */
  readonly nonce: Hex | undefined
  readonly atInMs: number
  /** Of the issuers of tokens; none when left out. */
  readonly maaKeys?: MaaKeys
  /** Of processors; AMD's when left out. */
  readonly roots?: Roots
}

/**
 * Appraises evidence.
 *
 * @param appraisal - Evidence, policy, challenge and time.
 * @returns Never better than `warning` for simulated evidence; `contraindicated` for any type that is not known.
 */
export function appraise(appraisal: Appraisal): AttestationResult {
  const { evidence } = appraisal
  switch (evidence.type) {
    case 'simulated':
      return resultOf(simulatedChecks(evidence, appraisal), 'none')
    case 'azure-aci-sevsnp':
      return appraiseContainer(evidence, appraisal)
    case 'azure-maa':
      return appraiseMaa(evidence, appraisal)
    default: {
      // Evidence comes from another process: what the compiler knows of it is a hope.
      const { type }: { readonly type: unknown } = evidence
      const reason = `evidence of the unknown type ${describe(type)}`
      return resultOf([refused('evidence', reason)], 'none')
    }
  }
}

function simulatedChecks(
  { statement, nonce, hostData }: SimulatedEvidence,
  { policy, ...appraisal }: Appraisal,
): readonly Check[] {
  const said: string = statement
  return [
    policy.allowSimulated
      ? { check: 'hardware', verdict: 'warning', reason: SIMULATED }
      : refused('hardware', `the ${policy.name} policy refuses: ${SIMULATED}`),
    said === SIMULATED
      ? affirmed('statement', `it says "${SIMULATED}"`)
      : refused('statement', `simulated evidence must say "${SIMULATED}"`),
    challengeCheck(nonce, appraisal.nonce),
    policy.referenceValues.includes(hostData)
      ? affirmed('host data', `${hostData} is a reference value`)
      : refused('host data', `no reference value is ${hostData}: another build runs there`),
  ]
}

function appraiseContainer(evidence: ContainerEvidence, appraisal: Appraisal): AttestationResult {
  const { policy, atInMs, roots } = appraisal
  const { report, uvmEndorsement, containerPolicy, certificates } = evidence
  const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')
  let chain: readonly Buffer[]
  try {
    chain = splitPem(certificates)
  } catch (error) {
    return resultOf([refused('certificates', messageOf(error))], 'none')
  }
  const [ek, ask, ark] = chain
  if (ek === undefined || ask === undefined || ark === undefined || chain.length > 3) {
    const reason = `there are ${String(chain.length)} certificates, expected three`
    return resultOf([refused('certificates', reason)], 'none')
  }
  const found = appraiseReport(
    {
      ...{ report: bytes(report), certificates: [ek, ask, ark] },
      uvmEndorsement: bytes(uvmEndorsement),
      containerPolicy: containerPolicy && bytes(containerPolicy).toString('utf8'),
      runtimeData: bytes(evidence.runtimeData),
    },
    { policy, atInMs, ...(roots && { roots }) },
  )
  const checks = [
    ...found.checks,
    checkCollateral(evidence.collectedAt, policy.collateral, atInMs),
    runtimeCheck(evidence.runtimeData, appraisal.nonce),
  ]
  return resultOf(checks, found.report === undefined ? 'none' : 'hardware')
}

function appraiseMaa(evidence: TokenEvidence, appraisal: Appraisal): AttestationResult {
  const { policy, atInMs, maaKeys: keys = {}, nonce } = appraisal
  const runtimeData = Buffer.from(evidence.runtimeData, 'base64')
  const found = appraiseToken({ token: evidence.token, runtimeData }, { policy, keys, atInMs })
  const checks = [...found.checks, runtimeCheck(evidence.runtimeData, nonce)]
  return resultOf(checks, found.isAuthentic ? 'hardware' : 'none')
}

// What the report's data hash must be the words of our own app, said to this challenger.
function runtimeCheck(runtimeData: string, nonce: Hex | undefined): Check {
  try {
    return challengeCheck(parseRuntimeData(runtimeData).nonce, nonce)
  } catch (error) {
    return refused('runtime data', messageOf(error))
  }
}

function challengeCheck(said: Hex, sent: Hex | undefined): Check {
  const check = 'challenge'
  if (sent === undefined) {
    return { check, verdict: 'warning', reason: 'nobody says what was sent: it may be an old one' }
  }
  return said === sent
    ? affirmed(check, 'the nonce is the one that was sent')
    : refused(check, 'the nonce is not the one that was sent')
}
