import type { Delivery, DeliveryEnd, EnvelopeRow } from '../runs/rows'
import type { ApiPorts } from './ports'

/** How far a delivery has come, by the last of its named points that is durable. */
export type DeliveryState = 'deliveries' | 'observed' | 'envelope' | 'settled'

/** One delivery in a list: where it belongs, how far it has come, and how it ended once it has. */
export type DeliverySummary = Pick<
  Delivery,
  'deliveryId' | 'wakeId' | 'cryplet' | 'slot' | 'chainId' | 'receiver' | 'subscription'
> & {
  readonly state: DeliveryState
} & Partial<DeliveryEnd>

/** What has been written of a delivery. */
export type DeliveryRows = {
  readonly delivery: Delivery
  readonly isObserved: boolean
  /** Oldest first. */
  readonly envelopes: readonly EnvelopeRow[]
  readonly end: DeliveryEnd | undefined
}

/**
 * Reads how far a delivery has come.
 *
 * @param ports - Where the rows are.
 * @param delivery - Which.
 * @returns Its summary.
 */
export async function readSummary(
  ports: Pick<ApiPorts, 'runs'>,
  delivery: Delivery,
): Promise<DeliverySummary> {
  const { deliveries, envelopes } = ports.runs
  const end = await deliveries.getEnd(delivery.deliveryId)
  // An ended delivery is told by its end alone.
  if (end !== undefined) return summaryOf({ delivery, isObserved: true, envelopes: [], end })
  const [record, stored] = await Promise.all([
    deliveries.getRecord(delivery.wakeId),
    envelopes.list(delivery.deliveryId),
  ])
  return summaryOf({ delivery, isObserved: record !== undefined, envelopes: stored, end })
}

/**
 * Sums up what has been written of a delivery.
 *
 * @param rows - Of one delivery.
 * @returns Its summary.
 */
export function summaryOf(rows: DeliveryRows): DeliverySummary {
  const { deliveryId, wakeId, cryplet, slot, chainId, receiver, subscription } = rows.delivery
  const place = { deliveryId, wakeId, cryplet, slot, chainId, receiver, subscription }
  return { ...place, state: stateOf(rows), ...rows.end }
}

function stateOf({ isObserved, envelopes, end }: DeliveryRows): DeliveryState {
  if (end !== undefined) return 'settled'
  if (envelopes.length > 0) return 'envelope'
  return isObserved ? 'observed' : 'deliveries'
}
