import { type Provider, ZeroHash } from 'ethers'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { Delivery } from './readDelivery'
import type { ReceiverPolicy } from './readReceiver'

/**
 * Tells whether the block that a claim rests on is one of the chain.
 *
 * @param provider - Of the receiver's chain.
 * @param delivery - Names the block.
 * @param policy - Of its subscription.
 * @returns The link `anchor`.
 */
export async function anchorLink(
  provider: Provider,
  delivery: Delivery,
  policy: ReceiverPolicy,
): Promise<LinkVerdict> {
  const { anchorBlock, anchorHash } = delivery.claim
  if (anchorBlock === 0n) {
    if (!policy.isAnchored && anchorHash === ZeroHash) {
      return { link: 'anchor', verdict: 'valid', detail: 'rests on no block, and need not' }
    }
    const detail = 'names no block, though the policy asks for one or a hash is there'
    return { link: 'anchor', verdict: 'invalid', detail }
  }
  const block = await provider.getBlock(anchorBlock)
  const rests = `rests on block ${String(anchorBlock)}, ${anchorHash}`
  if (block?.hash === anchorHash) return { link: 'anchor', verdict: 'valid', detail: rests }
  const found = block?.hash ?? 'no such block'
  return { link: 'anchor', verdict: 'invalid', detail: `${rests}; the chain has ${found}` }
}
