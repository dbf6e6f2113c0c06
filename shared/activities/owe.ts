import { deliveryId } from '../core/ids'
import type { Delivery, Subscription, WakeRow } from '../runs/rows'
import { parseDelivery } from '../runs/rows'
import { factsOf } from '../runs/wakeColumns'
import { anchoringOf } from './anchoring'
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
