import type { ContainerEvidence, EnclaveClaims } from '../../shared/attestation/evidence'
import { RUNTIME_SCHEMA } from '../../shared/attestation/evidence'
import { measurementOf } from '../../shared/attestation/measurementOf'
import type { UvmPolicy } from '../../shared/attestation/policy'
import { PRODUCTION_POLICY } from '../../shared/attestation/policy'
import { appraiseReport } from '../../shared/attestation/snp/appraiseReport'
import { splitPem } from '../../shared/attestation/snp/certificate'
import type { Roots } from '../../shared/attestation/snp/roots'
import { canonicalJson } from '../../shared/core/canonicalJson'
import type { Clock } from '../../shared/core/clock'
import { nowInSeconds } from '../../shared/core/clock'
import { messageOf } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import type { Attester, Vouched } from './attester'
import { AttestationFailedError } from './errors'
import { askSidecar } from './sidecar'

/** What a container with hardware is made of. */
export type SidecarOptions = {
  readonly url: string
  /** keccak256 of the app's bundle. */
  readonly codeDigest: Hex
  readonly clock: Clock
  /** AMD's when left out. */
  readonly roots?: Roots
  /** Who endorses the utility machine; Microsoft when left out. */
  readonly endorser?: Pick<UvmPolicy, 'issuer' | 'feed'>
}

const NO_ALGORITHM: Hex = `0x${'00'.repeat(32)}`

/**
 * Opens what asks the hardware, by its sidecar. Evidence that anybody would refuse is not given away: the container appraises
 * it first, by all but the allow-lists of others.
 *
 * @param options - Sidecar, code and clock.
 * @returns The attester; nothing is asked yet.
 */
export function sidecarAttester(options: SidecarOptions): Attester {
  const { url, codeDigest, clock, endorser = PRODUCTION_POLICY.uvm } = options
  return {
    vouch: async (claims, minimumSvn) => {
      const runtimeData = runtimeDataOf(claims, codeDigest)
      const { report, certificates, uvmEndorsement } = await askSidecar(url, runtimeData)
      const evidence: ContainerEvidence = {
        ...{ type: 'azure-aci-sevsnp', runtimeData, report, certificates, uvmEndorsement },
        collectedAt: nowInSeconds(clock),
      }
      requireSound(evidence, options)
      return vouchedFor(evidence, { ...endorser, minimumSvn })
    },
  }
}

function runtimeDataOf(claims: EnclaveClaims, codeDigest: Hex): string {
  const { operator, publisher, allowedPrivateOrigins, keys, nonce } = claims
  const said = { operator, publisher, allowedPrivateOrigins, keys, nonce }
  const json = canonicalJson({
    ...{ schema: RUNTIME_SCHEMA, codeDigest, algorithmDigest: NO_ALGORITHM },
    ...said,
  })
  return Buffer.from(json).toString('base64')
}

function requireSound(evidence: ContainerEvidence, options: SidecarOptions): void {
  const { clock, roots, endorser } = options
  const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')
  const report = bytes(evidence.report)
  const [ek, ask, ark, ...others] = chainOf(evidence)
  if (ek === undefined || ask === undefined || ark === undefined || others.length > 0) {
    throw new AttestationFailedError(['the sidecar gave another number of certificates than three'])
  }
  const { checks } = appraiseReport(
    {
      ...{ report, certificates: [ek, ask, ark], runtimeData: bytes(evidence.runtimeData) },
      uvmEndorsement: bytes(evidence.uvmEndorsement),
    },
    {
      policy: {
        ...PRODUCTION_POLICY,
        // Which build may run, and on what, is for others to say.
        referenceValues: [`0x${report.subarray(0xc0, 0xe0).toString('hex')}`],
        ...{ minimumTcb: { Milan: {}, Genoa: {}, Turin: {} } },
        uvm: { ...PRODUCTION_POLICY.uvm, ...endorser, minimumSvn: 0 },
      },
      ...{ atInMs: clock.nowInMs(), ...(roots && { roots }) },
    },
  )
  const reasons = checks.filter((each) => each.verdict === 'contraindicated')
  if (reasons.length > 0) throw new AttestationFailedError(reasons.map(({ reason }) => reason))
}

function chainOf({ certificates }: ContainerEvidence): readonly Buffer[] {
  try {
    return splitPem(certificates)
  } catch (error) {
    throw new AttestationFailedError([messageOf(error)], { cause: error })
  }
}

function vouchedFor(evidence: ContainerEvidence, uvm: UvmPolicy): Vouched {
  const measurement = measurementOf(evidence, uvm)
  if (measurement === undefined) throw new AttestationFailedError(['it cannot be measured'])
  return { evidence, measurement }
}
