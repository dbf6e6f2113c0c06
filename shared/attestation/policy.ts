import type { Hex } from '../core/hex'
import type { Product, Tcb } from './snp/tcb'

/** What an appraiser accepts. Source of the words: RFC 9334, sections 4 and 8. */
export type AppraisalPolicy = {
  readonly name: string
  readonly allowSimulated: boolean
  /** Host data of the builds that may run; nothing else passes. 32 bytes each. */
  readonly referenceValues: readonly Hex[]
  /** Security versions that a processor must have; of a product that is not named none passes. */
  readonly minimumTcb: Readonly<Partial<Record<Product, Partial<Tcb>>>>
  /** Whose processors may vouch by a VLEK. */
  readonly cspIds: readonly string[]
  readonly uvm: UvmPolicy
  readonly maa: MaaPolicy
  readonly collateral: CollateralPolicy
}

/** Which utility machine may be below the containers. */
export type UvmPolicy = {
  /** Who endorses it: a did:x509. */
  readonly issuer: string
  readonly feed: string
  readonly minimumSvn: number
}

/** Which tokens of Microsoft Azure Attestation count. */
export type MaaPolicy = {
  /** Exact `iss`. */
  readonly issuers: readonly string[]
  /** A token does not say which product. */
  readonly minimumTcb: Partial<Tcb>
}

/** How old what vouches for a processor may be. */
export type CollateralPolicy = {
  readonly warnAfterInSeconds: number
  readonly refuseAfterInSeconds: number
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

const DAY_IN_SECONDS = 86_400
// The lowest of the real evidence from Azure that we hold. AMD's bulletins ask for more: a policy file says so.
const MILAN = { bootloader: 3, tee: 0, snp: 8, microcode: 115 }
const GENOA = { bootloader: 10, tee: 0, snp: 23, microcode: 84 }

/** What a policy for production starts from: no build may run yet. */
export const PRODUCTION_POLICY: AppraisalPolicy = {
  ...{ name: 'production', allowSimulated: false, referenceValues: [], cspIds: [] },
  minimumTcb: { Milan: MILAN, Genoa: GENOA, Turin: {} },
  uvm: {
    issuer:
      'did:x509:0:sha256:I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s::eku:1.3.6.1.4.1.311.76.59.1.2',
    feed: 'ContainerPlat-AMD-UVM',
    minimumSvn: 100,
  },
  maa: {
    issuers: [
      'https://sharedeus.eus.attest.azure.net',
      'https://sharedweu.weu.attest.azure.net',
      'https://sharedneu.neu.attest.azure.net',
      'https://sharedwus.wus.attest.azure.net',
    ],
    minimumTcb: MILAN,
  },
  collateral: {
    warnAfterInSeconds: 7 * DAY_IN_SECONDS,
    refuseAfterInSeconds: 14 * DAY_IN_SECONDS,
  },
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
  const name = isTest ? 'test' : 'production'
  return { ...PRODUCTION_POLICY, name, allowSimulated: isTest, referenceValues }
}
