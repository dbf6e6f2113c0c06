import { messageOf } from '../../core/errors'
import { checkReportData } from '../checkReportData'
import { checkHostData } from '../hostData'
import type { AppraisalPolicy } from '../policy'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import { partsBelow } from '../snp/tcb'
import type { Claims, MaaKeys, MaaToken } from './token'
import { parseToken, signatureFault } from './token'

/** A token with what it must speak of. */
export type MaaEvidence = {
  readonly token: string
  /** The bytes whose SHA-256 the report held; undefined where nobody says. */
  readonly runtimeData?: Uint8Array | undefined
  /** Text of the container policy; undefined where none came. */
  readonly containerPolicy?: string | undefined
}

/** What came of it. */
export type MaaAppraisal = {
  readonly checks: readonly Check[]
  /** Whether one of the issuer's keys signed it, and it holds. */
  readonly isAuthentic: boolean
}

/** What a token is held against. */
export type TokenCheck = {
  readonly policy: AppraisalPolicy
  readonly keys: MaaKeys
  readonly atInMs: number
}

const SKEW_IN_SECONDS = 60
const SNP = 'x-ms-sevsnpvm-'

/**
 * Appraises a token of Microsoft Azure Attestation for a confidential container: a token for a confidential machine, or claims
 * that its subject wrote into it, are none.
 *
 * Source: Microsoft Azure Attestation, claims of SEV-SNP attestation types.
 *
 * @param evidence - As it came.
 * @param against - Policy, keys and time.
 * @returns The checks.
 */
export function appraiseToken(evidence: MaaEvidence, against: TokenCheck): MaaAppraisal {
  let token: MaaToken
  try {
    token = parseToken(evidence.token)
  } catch (error) {
    return { checks: [refused('token', messageOf(error))], isAuthentic: false }
  }
  const { claims } = token
  const authenticity = [issuerCheck(token, against), timeCheck(claims, against.atInMs)]
  return {
    checks: [...authenticity, ...claimChecks(claims, evidence, against.policy)],
    isAuthentic: authenticity.every(({ verdict }) => verdict === 'affirming'),
  }
}

function issuerCheck(token: MaaToken, { policy, keys }: TokenCheck): Check {
  const { iss } = token.claims
  if (typeof iss !== 'string' || !policy.maa.issuers.includes(iss)) {
    return refused('token', `its issuer ${String(iss)} is not one that counts`)
  }
  const fault = signatureFault(token, keys[iss] ?? [])
  return fault === undefined ? affirmed('token', `signed by ${iss}`) : refused('token', fault)
}

function timeCheck({ iat, nbf, exp }: Claims, atInMs: number): Check {
  const at = atInMs / 1000
  const isTime = (value: unknown): value is number => Number.isSafeInteger(value)
  if (!isTime(iat) || !isTime(nbf) || !isTime(exp)) return refused('token time', 'it has no times')
  if (Math.max(iat, nbf) > at + SKEW_IN_SECONDS) {
    return refused('token time', `it holds from ${String(nbf)}`)
  }
  return exp < at - SKEW_IN_SECONDS
    ? refused('token time', `it held until ${String(exp)}`)
    : affirmed('token time', `it holds until ${String(exp)}`)
}

function claimChecks(
  claims: Claims,
  evidence: MaaEvidence,
  policy: AppraisalPolicy,
): readonly Check[] {
  const of = (name: string): unknown => claims[SNP + name]
  const digest = String(of('hostdata')).toLowerCase()
  const allowed = policy.referenceValues.map((value) => value.slice(2).toLowerCase())
  return [
    equals('attestation type', claims['x-ms-attestation-type'], 'sevsnpvm'),
    equals('compliance', claims['x-ms-compliance-status'], 'azure-compliant-uvm'),
    equals('debug', of('is-debuggable'), false),
    equals('migration', of('migration-allowed'), false),
    equals('VMPL', of('vmpl'), 0),
    tcbCheck(claims, policy),
    /^[0-9a-f]{64}$/.test(digest)
      ? checkHostData({ digest, policy: evidence.containerPolicy }, allowed)
      : refused('host data', 'it has no host data'),
    ...endorsementChecks(claims, policy),
    checkReportData(of('reportdata'), evidence.runtimeData),
  ]
}

function equals(check: string, value: unknown, expected: string | number | boolean): Check {
  const reason = `${check} is ${String(value)}`
  return value === expected
    ? affirmed(check, reason)
    : refused(check, `${reason}, expected ${String(expected)}`)
}

function tcbCheck(claims: Claims, { maa }: AppraisalPolicy): Check {
  const part = (name: string): number => {
    const value = claims[`${SNP}${name}-svn`]
    return typeof value === 'number' ? value : -1
  }
  const tcb = {
    ...{ bootloader: part('bootloader'), tee: part('tee') },
    ...{ snp: part('snpfw'), microcode: part('microcode') },
  }
  const below = partsBelow(tcb, maa.minimumTcb)
  return below.length === 0
    ? affirmed('TCB', 'its security versions are high enough')
    : refused('TCB', below.join(', '))
}

function endorsementChecks(claims: Claims, { uvm }: AppraisalPolicy): readonly Check[] {
  const endorsed = claims[`${SNP}uvm-endorsement`]
  const said = typeof endorsed === 'object' && endorsed !== null ? (endorsed as Claims) : {}
  const svn = said[`${SNP}guestsvn`]
  const isHighEnough =
    typeof svn === 'string' && /^\d{1,9}$/.test(svn) && Number(svn) >= uvm.minimumSvn
  const measured = claims[`${SNP}launchmeasurement`]
  const isEndorsed = typeof measured === 'string' && measured === said[`${SNP}launchmeasurement`]
  return [
    isHighEnough
      ? affirmed('utility machine version', `version ${svn}`)
      : refused(
          'utility machine version',
          `version ${String(svn)} is below ${String(uvm.minimumSvn)}`,
        ),
    isEndorsed
      ? affirmed('measurement', 'the launch measurement is what is endorsed')
      : refused('measurement', 'the launch measurement is not what is endorsed'),
  ]
}
