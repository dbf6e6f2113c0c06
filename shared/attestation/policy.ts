import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'

/** What an appraiser accepts. Source of the words: RFC 9334, sections 4 and 8. */
export type AppraisalPolicy = {
  readonly name: 'production' | 'test'
  readonly allowSimulated: boolean
  /** Host data of the builds that may run; nothing else passes. 32 bytes each. */
  readonly referenceValues: readonly Hex[]
}

/** Simulated evidence was to be allowed where values are real. */
export class SimulatedNotAllowedError extends FabricError {
  override readonly name = 'SimulatedNotAllowedError'
  readonly code = 'SIMULATED_NOT_ALLOWED'
  readonly retryable = false

  constructor(readonly where: string) {
    super(
      `Simulated evidence cannot be allowed on ${where}; run the enclave app in a confidential container there.`,
    )
  }
}

// The chains on which TrustRegistry.sol lets itself be deployed with allowSimulated, and no other: a list of main
// networks would forget the next one.
const TEST_CHAINS = [31337, 1337, 11155111, 560048, 84532, 421614, 11155420, 80002]

/**
 * Makes the policy for where values are real: hardware evidence alone.
 *
 * @param referenceValues - Host data of the builds that may run.
 * @returns A policy that refuses every simulated artefact.
 */
export function productionPolicy(referenceValues: readonly Hex[]): AppraisalPolicy {
  return { name: 'production', allowSimulated: false, referenceValues }
}

/** Where a policy for tests is to count. */
export type TestPolicyOptions = {
  readonly chainId: number
  /** As NODE_ENV says, where it says something. */
  readonly environment?: string
  readonly referenceValues: readonly Hex[]
}

/**
 * Makes the policy for test chains, which lets simulated evidence pass with a warning.
 *
 * @param options - Where it counts.
 * @returns A policy that never gives simulated evidence more than a warning.
 * @throws SimulatedNotAllowedError for any chain that is no known test chain, and in a production environment.
 */
export function testPolicy(options: TestPolicyOptions): AppraisalPolicy {
  const { chainId, environment, referenceValues } = options
  if (!TEST_CHAINS.includes(chainId)) throw new SimulatedNotAllowedError(`chain ${String(chainId)}`)
  if (environment === 'production') throw new SimulatedNotAllowedError('NODE_ENV=production')
  return { name: 'test', allowSimulated: true, referenceValues }
}
