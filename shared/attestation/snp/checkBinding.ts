import { timingSafeEqual } from 'node:crypto'
import type { AppraisalPolicy } from '../policy'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import type { EndorsementKey } from './endorsementKey'
import type { SnpReport } from './report'
import { partsApart, tcbOf } from './tcb'

const CHECK = 'endorsement key'

/**
 * Checks that a certificate is of the processor that reports, or of a cloud whose processors count, and of the versions
 * that run there.
 *
 * @param report - Parsed.
 * @param key - What the certificate says.
 * @param policy - Whose VLEKs count.
 * @returns The check.
 */
export function checkBinding(
  report: SnpReport,
  key: EndorsementKey,
  policy: AppraisalPolicy,
): Check {
  const apart = partsApart(tcbOf(report.tcb.reported, key.product), key.tcb)
  if (apart.length > 0) {
    return refused(CHECK, `REPORTED_TCB and the certificate differ: ${apart.join(', ')}`)
  }
  if (report.signingKey === 'VLEK') return checkCloud(key, policy)
  return report.signingKey === 'VCEK' && !report.isChipKeyMasked
    ? checkChip(report, key)
    : refused(CHECK, 'the report is not signed by the key of a processor')
}

function checkCloud({ cspId }: EndorsementKey, { cspIds }: AppraisalPolicy): Check {
  if (cspId === undefined) return refused(CHECK, 'the report names a VLEK, its certificate is none')
  return cspIds.includes(cspId)
    ? affirmed(CHECK, `a VLEK of ${cspId}`)
    : refused(CHECK, `a VLEK of ${cspId}, which the policy does not name`)
}

function checkChip(report: SnpReport, key: EndorsementKey): Check {
  if (key.cspId !== undefined || key.chipId === undefined) {
    return refused(CHECK, 'the report names a VCEK, its certificate is none')
  }
  const chipId = key.product === 'Turin' ? report.chipId.subarray(0, 8) : report.chipId
  return key.chipId.length === chipId.length && timingSafeEqual(key.chipId, chipId)
    ? affirmed(CHECK, 'the VCEK of the processor that reports')
    : refused(CHECK, 'CHIP_ID is not that of the certificate')
}
