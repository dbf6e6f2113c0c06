import type { Address, Hex } from '../../core/hex'
import { claimDigest } from '../../envelope/claimDigest'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { ChainOutcome } from './outcomeLink'
import type { Delivery } from './readDelivery'

/** What verifying found. */
export type Verification = {
  readonly chainId: number
  readonly receiver: Address
  readonly crypletId: Hex
  readonly subscription: Hex
  /** Unix seconds: what instant the claim speaks for. */
  readonly observedAt: number
  readonly digest: Hex
  readonly transaction?: Hex
  readonly blockNumber?: number
  readonly gasUsed?: number
  readonly outcome?: ChainOutcome
  /** Claim, cryplet, enclave, host, registry, anchor, provenance, outcome. */
  readonly links: readonly LinkVerdict[]
}

/**
 * Tells whether a delivery may be relied on.
 *
 * @param verification - As verifyDelivery gave it.
 * @returns False when a link is invalid, and when nobody vouches for the signer of tier 1; what else is not checked, or
 * warned of, is for the reader to judge.
 */
export function isVerified(verification: Pick<Verification, 'links'>): boolean {
  const { links } = verification
  const isVouched = links.some(({ link, verdict }) => link === 'cryplet' && verdict === 'valid')
  return isVouched && links.every(({ verdict }) => verdict !== 'invalid')
}

/**
 * Says what was verified.
 *
 * @param delivery - As read.
 * @returns All but the verdicts.
 */
export function subjectOf(delivery: Delivery): Omit<Verification, 'links' | 'outcome'> {
  const { domain, claim, transaction, receipt } = delivery
  return {
    chainId: domain.chainId,
    receiver: domain.verifyingContract,
    crypletId: claim.crypletId,
    subscription: claim.subscription,
    observedAt: Number(claim.observedAt),
    digest: claimDigest(claim, domain),
    ...(transaction !== undefined && { transaction }),
    ...(receipt !== undefined && {
      blockNumber: receipt.blockNumber,
      gasUsed: Number(receipt.gasUsed),
    }),
  }
}
