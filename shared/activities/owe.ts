import { nowInSeconds } from '../core/clock'
import { deliveryId } from '../core/ids'
import type { WakeFacts } from '../envelope/wakeFacts'
import type { Delivery, Subscription, WakeRow } from '../runs/rows'
import { parseDelivery } from '../runs/rows'
import { factsOf } from '../runs/wakeColumns'
import type { ActivityPorts } from './ports'

/**
 * Tells which of the admitted subscriptions a run serves.
 *
 * @param wake - Why the run is.
 * @param admitted - Of its Cryplet.
 * @returns An event's run serves the subscription that listens to it; a slot's serves all that were activated by then, an
 * explicit one those of later, too; who only posts is answered, and nobody else.
 */
export function servedBy(
  wake: WakeRow,
  admitted: readonly Subscription[],
): readonly Subscription[] {
  const facts = factsOf(wake)
  if (facts.kind === 'http') return []
  if (facts.kind === 'chainEvent') {
    const { chainId, receiver, subscription } = facts.target
    return admitted.filter(
      (each) =>
        each.chainId === chainId &&
        each.receiver === receiver &&
        each.subscription === subscription,
    )
  }
  return admitted.filter((each) => wake.explicit || each.activatedAt <= wake.slot)
}

/**
 * States what a subscription is owed by a run, as it stands now: with its sender, its nonce, and whether the claim will
 * rest on the block of an event. All of it goes into one row, so that a second execution states the same.
 *
 * @param ports - Adapters.
 * @param wake - Why the run is.
 * @param subscription - Admitted.
 * @returns The delivery; not stored yet.
 */
export async function owe(
  ports: ActivityPorts,
  wake: WakeRow,
  subscription: Subscription,
): Promise<Delivery> {
  const { runs, lanes } = ports
  const { wakeId, slot } = wake
  const id = deliveryId(wakeId, subscription)
  const sender = await runs.subscriptions.assignSender(subscription, await lanes.senders())
  const isEach = subscription.mode === 'each'
  const anchoring = await anchoringOf(ports, factsOf(wake), subscription)
  // The parser keeps what a delivery has of a subscription, which is all but its activation and what it listens to.
  return parseDelivery({
    ...subscription,
    ...(isEach && { nonce: await runs.nonces.allocate(subscription, id) }),
    ...anchoring,
    ...(wake.kind === 'chainEvent' && { isOfEvent: true }),
    sender,
    deliveryId: id,
    wakeId,
    slot,
  })
}

// A receiver knows the hashes of so many blocks (EIP-2935), less some that are mined until the claim is there.
const ANCHOR_WINDOW_IN_BLOCKS = 8_191 - 256
// No chain makes so many blocks in this time: until then nobody need be asked.
const SURELY_WITHIN_IN_SECONDS = 300

type Anchoring = Pick<Delivery, 'isAnchored' | 'lacksAnchor'>

// Decided once, when the run first comes here: the claim is the same whenever it is sealed.
async function anchoringOf(
  ports: Pick<ActivityPorts, 'clock' | 'heightOf'>,
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

async function windowLack(
  { clock, heightOf }: Pick<ActivityPorts, 'clock' | 'heightOf'>,
  facts: WakeFacts,
): Promise<string | undefined> {
  if (facts.kind !== 'chainEvent') return undefined
  if (nowInSeconds(clock) - facts.slot < SURELY_WITHIN_IN_SECONDS) return undefined
  const { chainId, blockNumber } = facts.event
  const depth = (await heightOf(chainId)) - blockNumber
  if (depth < ANCHOR_WINDOW_IN_BLOCKS) return undefined
  return `anchor: its block lies ${String(depth)} blocks back, and a contract knows the last 8191`
}
