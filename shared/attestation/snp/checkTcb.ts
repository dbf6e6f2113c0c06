import type { AppraisalPolicy } from '../policy'
import type { Check } from '../result'
import { affirmed, refused } from '../result'
import type { EndorsementKey } from './endorsementKey'
import type { SnpReport } from './report'
import { partsBelow, tcbOf } from './tcb'

const KINDS = ['reported', 'committed', 'launch'] as const

/**
 * Checks that what runs below a guest is new enough: now, after any rollback that is still possible, and at its launch.
 *
 * @param report - Parsed.
 * @param key - What its certificate says.
 * @param policy - What is demanded.
 * @returns A check of each.
 */
export function checkTcb(
  report: SnpReport,
  key: EndorsementKey,
  policy: AppraisalPolicy,
): readonly Check[] {
  const { product } = key
  const least = policy.minimumTcb[product]
  if (least === undefined) return [refused('TCB', `the policy accepts no ${product}`)]
  return KINDS.map((kind) => {
    const name = `${kind.toUpperCase()}_TCB`
    const below = partsBelow(tcbOf(report.tcb[kind], product), least)
    return below.length === 0
      ? affirmed('TCB', `${name} is high enough for ${product}`)
      : refused('TCB', `${name} of ${product}: ${below.join(', ')}`)
  })
}
