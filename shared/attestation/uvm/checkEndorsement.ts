import { messageOf } from '../../core/errors'
import type { UvmPolicy } from '../policy'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import type { SnpReport } from '../snp/report'
import { didFault } from './didX509'
import type { UvmEndorsement } from './endorsement'
import { parseEndorsement } from './endorsement'

/**
 * Checks that the utility machine below the containers is one that its maker endorses, in a version that counts.
 *
 * @param cose - The endorsement; undefined where none came.
 * @param report - What it must endorse.
 * @param policy - Whose word counts.
 * @returns Endorsement, version and measurement.
 */
export function checkEndorsement(
  cose: Uint8Array | undefined,
  report: Pick<SnpReport, 'measurement'>,
  policy: UvmPolicy,
): readonly Check[] {
  if (cose === undefined) return [refused('utility machine', 'nobody endorses MEASUREMENT')]
  let endorsement: UvmEndorsement
  try {
    endorsement = parseEndorsement(cose)
  } catch (error) {
    return [refused('utility machine', messageOf(error))]
  }
  const { svn, measurement } = endorsement
  const { minimumSvn } = policy
  const fault = faultOf(endorsement, policy)
  const measured = report.measurement.toString('hex')
  return [
    fault === undefined
      ? affirmed('utility machine', `endorsed by ${endorsement.feed} of ${endorsement.issuer}`)
      : refused('utility machine', `its endorsement: ${fault}`),
    svn >= minimumSvn
      ? affirmed('utility machine version', `version ${String(svn)}`)
      : refused('utility machine version', `version ${String(svn)} is below ${String(minimumSvn)}`),
    measurement === measured
      ? affirmed('measurement', 'MEASUREMENT is what is endorsed')
      : refused('measurement', `MEASUREMENT ${measured} is not the endorsed ${measurement}`),
  ]
}

function faultOf(endorsement: UvmEndorsement, { issuer, feed }: UvmPolicy): string | undefined {
  if (endorsement.issuer !== issuer) return `its issuer is ${endorsement.issuer}`
  if (endorsement.feed !== feed) return `its feed is ${endorsement.feed}`
  if (!endorsement.isSigned) return 'its signature does not verify'
  return didFault(endorsement.issuer, endorsement.chain)
}
