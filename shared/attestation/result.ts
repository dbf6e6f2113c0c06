/**
 * What an appraisal came to, after RFC 9334 section 8.4.
 *
 * `affirming`: hardware vouches for a known build. `warning`: usable in tests, nothing vouches, or soon not any more.
 * `contraindicated`: not to be relied on.
 */
export type Verdict = 'affirming' | 'warning' | 'contraindicated'

/** One thing that was looked at. */
export type Check = {
  /** What, in a word or two, the same for every appraisal. */
  readonly check: string
  readonly verdict: Verdict
  /** Why, for people. */
  readonly reason: string
}

/** An attestation result: never a bare boolean. */
export type AttestationResult = {
  readonly verdict: Verdict
  /** `hardware` only where its signature and chain hold. */
  readonly teeClass: 'hardware' | 'none'
  /** In the order in which they were made; at least one. */
  readonly checks: readonly Check[]
}

/**
 * Sums checks up: one bad check spoils all.
 *
 * @param checks - At least one.
 * @param teeClass - What vouches.
 * @returns The result; contraindicated where nothing was checked.
 */
export function resultOf(
  checks: readonly Check[],
  teeClass: AttestationResult['teeClass'],
): AttestationResult {
  return { verdict: checks.length === 0 ? 'contraindicated' : worst(checks), teeClass, checks }
}

function worst(checks: readonly Check[]): Verdict {
  const verdicts = checks.map(({ verdict }) => verdict)
  if (verdicts.includes('contraindicated')) return 'contraindicated'
  return verdicts.includes('warning') ? 'warning' : 'affirming'
}

/**
 * Says that something is as it must be.
 *
 * @param check - What.
 * @param reason - Why.
 * @returns The check.
 */
export function affirmed(check: string, reason: string): Check {
  return { check, verdict: 'affirming', reason }
}

/**
 * Says that something is not as it must be.
 *
 * @param check - What.
 * @param reason - Why.
 * @returns The check.
 */
export function refused(check: string, reason: string): Check {
  return { check, verdict: 'contraindicated', reason }
}

/**
 * Gives the reasons for which a result is no better than it is.
 *
 * @param result - Of an appraisal.
 * @returns The reasons of the checks that are as bad as the result; all where it is affirming.
 */
export function reasonsOf(result: AttestationResult): readonly string[] {
  const { verdict, checks } = result
  return checks.filter((each) => each.verdict === verdict).map(({ reason }) => reason)
}
