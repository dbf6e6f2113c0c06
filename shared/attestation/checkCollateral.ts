import type { CollateralPolicy } from './policy'
import type { Check } from './result'
import { affirmed, refused } from './result'

const SKEW_IN_SECONDS = 60

/**
 * Checks that what vouches for a processor was fetched lately: a revocation, or a rise of its versions, shows only in what is
 * fetched afterwards.
 *
 * @param collectedAt - When it was fetched, Unix seconds.
 * @param policy - How old it may be.
 * @param atInMs - Now.
 * @returns The check: a warning before it is refused.
 */
export function checkCollateral(
  collectedAt: number,
  policy: CollateralPolicy,
  atInMs: number,
): Check {
  const check = 'collateral'
  const age = Math.floor(atInMs / 1000) - collectedAt
  if (age < -SKEW_IN_SECONDS) return refused(check, 'it was fetched in the future')
  const reason = `it was fetched ${String(Math.max(0, Math.floor(age / 86_400)))} days ago`
  if (age > policy.refuseAfterInSeconds) return refused(check, reason)
  if (age > policy.warnAfterInSeconds) return { check, verdict: 'warning', reason }
  return affirmed(check, reason)
}
