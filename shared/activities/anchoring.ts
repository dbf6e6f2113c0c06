import { nowInSeconds } from '../core/clock'
import type { WakeFacts } from '../envelope/wakeFacts'
import type { Delivery, Subscription } from '../runs/rows'
import type { ActivityPorts } from './ports'

// A receiver knows the hashes of so many blocks (EIP-2935), less some that are mined until the claim is there.
const ANCHOR_WINDOW_IN_BLOCKS = 8_191 - 256
// No chain makes so many blocks in this time: until then nobody need be asked.
const SURELY_WITHIN_IN_SECONDS = 300

type Anchoring = Pick<Delivery, 'isAnchored' | 'lacksAnchor'>

/** What anchoring asks. */
export type AnchoringPorts = Pick<ActivityPorts, 'clock' | 'heightOf'>

/**
 * Tells whether a claim will rest on the block of its event, when its run first comes to be sealed.
 *
 * @param ports - Clock, and how high the chain is.
 * @param facts - Why the run is.
 * @param subscription - For whom.
 * @returns Anchored; or without one where the policy allows it; or why there is none though it is demanded.
 * @throws ChainUnreachableError
 */
export async function anchoringOf(
  ports: AnchoringPorts,
  facts: WakeFacts,
  subscription: Subscription,
): Promise<Anchoring> {
  const lacking = anchorLack(facts, subscription) ?? (await windowLack(ports, facts))
  if (lacking === undefined) return { isAnchored: true }
  return subscription.requiresAnchor === true ? { lacksAnchor: lacking } : {}
}

function anchorLack(facts: WakeFacts, { chainId }: Subscription): string | undefined {
  if (facts.kind !== 'chainEvent')
    return 'anchor: no event woke it, so there is no block to rest on'
  if (facts.event.chainId === chainId) return undefined
  return `anchor: the event is of chain ${String(facts.event.chainId)}, whose blocks chain ${String(chainId)} cannot check`
}

/**
 * Tells why a contract cannot check any more on which block an event's claim rests.
 *
 * @param ports - Clock, and how high the chain is; it is not asked while the block surely is in reach.
 * @param facts - Why the run is.
 * @returns The reason; undefined while it can.
 * @throws ChainUnreachableError
 */
export async function windowLack(
  ports: AnchoringPorts,
  facts: WakeFacts,
): Promise<string | undefined> {
  if (facts.kind !== 'chainEvent') return undefined
  if (nowInSeconds(ports.clock) - facts.slot < SURELY_WITHIN_IN_SECONDS) return undefined
  const { chainId, blockNumber } = facts.event
  const depth = (await ports.heightOf(chainId)) - blockNumber
  if (depth < ANCHOR_WINDOW_IN_BLOCKS) return undefined
  return `anchor: its block lies ${String(depth)} blocks back, and a contract knows the last 8191`
}
