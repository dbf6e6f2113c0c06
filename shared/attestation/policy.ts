import type { Hex } from '../core/hex'

/** What an appraiser accepts. Source of the words: RFC 9334, sections 4 and 8. */
export type AppraisalPolicy = {
  readonly name: 'production' | 'test'
  readonly allowSimulated: boolean
  /** Host data of the builds that may run; nothing else passes. 32 bytes each. */
  readonly referenceValues: readonly Hex[]
}

/**
 * The chains on which TrustRegistry.sol lets itself be deployed with allowSimulated, and no other: a list of main
 * networks would forget the next one.
 */
export const TEST_CHAINS: readonly number[] = [
  31337, 1337, 11155111, 560048, 84532, 421614, 11155420, 80002,
]

/** Where a policy is to count. */
export type PolicyOptions = {
  readonly chainId: number
  /** As NODE_ENV says; undefined where it says nothing. */
  readonly environment: string | undefined
  readonly referenceValues: readonly Hex[]
}

/**
 * Chooses the policy: the one for tests on a known test chain outside of a production environment, else the one for
 * production, where hardware evidence alone counts.
 *
 * @param options - Where it counts, and which builds may run.
 * @returns A policy that never gives simulated evidence more than a warning, or refuses every simulated artefact.
 */
export function policyFor(options: PolicyOptions): AppraisalPolicy {
  const { chainId, environment, referenceValues } = options
  const isTest = environment !== 'production' && TEST_CHAINS.includes(chainId)
  return { name: isTest ? 'test' : 'production', allowSimulated: isTest, referenceValues }
}
