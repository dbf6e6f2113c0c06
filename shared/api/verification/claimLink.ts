import { claimDigest } from '../../envelope/claimDigest'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { Delivery } from './readDelivery'
import type { Receiver } from './readReceiver'

/**
 * Tells whether the receiver means by this claim what it says here.
 *
 * @param delivery - As read from calldata or a bundle.
 * @param receiver - As of its block.
 * @returns The link `claim`.
 */
export function claimLink(delivery: Delivery, receiver: Receiver): LinkVerdict {
  const { claim, domain } = delivery
  const digest = claimDigest(claim, domain)
  const where = `${domain.verifyingContract} on chain ${String(domain.chainId)}`
  if (receiver.digest !== digest) {
    const detail = `${where} computes digest ${receiver.digest}, the claim in its domain has ${digest}`
    return { link: 'claim', verdict: 'invalid', detail }
  }
  if (receiver.policy === undefined) {
    const detail = `${where} has no subscription ${claim.subscription}`
    return { link: 'claim', verdict: 'invalid', detail }
  }
  return { link: 'claim', verdict: 'valid', detail: `digest ${digest} for ${where}` }
}
