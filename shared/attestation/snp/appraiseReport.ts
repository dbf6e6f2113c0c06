import { messageOf } from '../../core/errors'
import { checkReportData } from '../checkReportData'
import { checkHostData } from '../hostData'
import type { AppraisalPolicy } from '../policy'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import { checkEndorsement } from '../uvm/checkEndorsement'
import { parseCertificate } from './certificate'
import type { Chain, ChainAgainst } from './chain'
import { checkChain } from './chain'
import { checkBinding } from './checkBinding'
import { checkSignature } from './checkSignature'
import { checkTcb } from './checkTcb'
import type { EndorsementKey } from './endorsementKey'
import { parseEndorsementKey } from './endorsementKey'
import type { SnpReport } from './report'
import { parseReport } from './report'

/** A report with all that vouches for it, as it came. */
export type SnpEvidence = {
  readonly report: Uint8Array
  /** DER of the endorsement key's certificate, the intermediate one, and AMD's root. */
  readonly certificates: readonly [ek: Uint8Array, ask: Uint8Array, ark: Uint8Array]
  /** COSE_Sign1 that endorses the utility machine; undefined where none came. */
  readonly uvmEndorsement?: Uint8Array | undefined
  /** Text of the container policy; undefined where none came. */
  readonly containerPolicy?: string | undefined
  /** The bytes whose SHA-256 the report must hold; undefined where nobody says. */
  readonly runtimeData?: Uint8Array | undefined
}

/** What a report is held against. */
export type ReportAgainst = ChainAgainst & { readonly policy: AppraisalPolicy }

/** What came of it. */
export type SnpAppraisal = {
  readonly checks: readonly Check[]
  /** Undefined unless its signature and chain hold. */
  readonly report: SnpReport | undefined
}

/**
 * Appraises a report of AMD SEV-SNP. All is checked that can be, so that who reads the result sees every reason at once.
 *
 * Source: AMD 56860 and 57230; the order of RFC 9334's appraisal: authenticity, then claims.
 *
 * @param evidence - As it came.
 * @param against - What is accepted, and when it is to hold.
 * @returns The checks.
 */
export function appraiseReport(evidence: SnpEvidence, against: ReportAgainst): SnpAppraisal {
  const { policy } = against
  const report = attempt('report', () => parseReport(evidence.report))
  if (!report.ok) return { checks: [report.check], report: undefined }
  const claims = claimChecks(report.value, evidence, policy)
  const chain = attempt('certificates', () => chainOf(evidence))
  if (!chain.ok) return { checks: [chain.check, ...claims], report: undefined }
  const { certificates, key } = chain.value
  const authenticity = [
    ...checkChain(certificates, key, against),
    checkSignature(report.value, certificates.ek),
    checkBinding(report.value, key, policy),
    checkProduct(report.value, key),
  ]
  const isAuthentic = authenticity.every(({ verdict }) => verdict === 'affirming')
  const tcb = checkTcb(report.value, key, policy)
  return {
    checks: [...authenticity, ...tcb, ...claims],
    report: isAuthentic ? report.value : undefined,
  }
}

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly check: Check }

function attempt<T>(check: string, read: () => T): Attempt<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    return { ok: false, check: refused(check, messageOf(error)) }
  }
}

function chainOf({ certificates }: SnpEvidence): {
  readonly certificates: Chain
  readonly key: EndorsementKey
} {
  const [ek, ask, ark] = certificates
  const chain = {
    ...{ ek: parseCertificate(ek), ask: parseCertificate(ask) },
    ark: parseCertificate(ark),
  }
  return { certificates: chain, key: parseEndorsementKey(chain.ek) }
}

// Families and models: AMD's revision guides. Reports before version 3 do not say.
function checkProduct({ cpuid }: SnpReport, { product }: EndorsementKey): Check {
  if (cpuid === undefined) return affirmed('processor', `${product}, by its certificate`)
  const { family, model } = cpuid
  const says = `family 0x${family.toString(16)}, model 0x${model.toString(16)}`
  const fits =
    product === 'Turin'
      ? family === 0x1a
      : family === 0x19 && model < 0x10 === (product === 'Milan')
  return fits
    ? affirmed('processor', `${product}: ${says}`)
    : refused('processor', `${says} is no ${product}`)
}

function claimChecks(
  report: SnpReport,
  evidence: SnpEvidence,
  policy: AppraisalPolicy,
): readonly Check[] {
  const { debug, migrateMA } = report.policy
  const digest = report.hostData.toString('hex')
  const allowed = policy.referenceValues.map((value) => value.slice(2).toLowerCase())
  return [
    debug
      ? refused('debug', 'guest policy allows DEBUG')
      : affirmed('debug', 'guest policy allows no DEBUG'),
    migrateMA
      ? refused('migration', 'guest policy allows MIGRATION')
      : affirmed('migration', 'guest policy allows no MIGRATION'),
    report.vmpl === 0
      ? affirmed('VMPL', 'VMPL is 0')
      : refused('VMPL', `VMPL is ${String(report.vmpl)}`),
    checkFirmware(report),
    checkHostData({ digest, policy: evidence.containerPolicy }, allowed),
    ...checkEndorsement(evidence.uvmEndorsement, report, policy.uvm),
    checkReportData(report.reportData.toString('hex'), evidence.runtimeData),
  ]
}

function checkFirmware({ current, committed }: SnpReport): Check {
  const text = ({ major, minor, build }: SnpReport['current']): string =>
    [major, minor, build].join('.')
  return text(current) === text(committed)
    ? affirmed('firmware', `firmware ${text(current)} is committed`)
    : refused('firmware', `firmware ${text(current)} runs, and ${text(committed)} is committed`)
}
