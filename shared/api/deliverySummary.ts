import type { LaneRow } from '../chain/lanes/rows'
import type { SignedRecord } from '../envelope/record'
import type { Delivery, DeliveryEnd, EnvelopeRow, RunFault } from '../runs/rows'
import type { ApiPorts } from './ports'
import { readEnclave } from './readEnclave'

/** How far a delivery has come, by the last of its named points that stands in a row. */
export type DeliveryState =
  | 'deliveries'
  | 'observed'
  | 'envelope'
  | 'submitted'
  | 'signed'
  | 'parked'
  | 'settled'

/** One delivery in a list: where it belongs, how far it has come, and how it ended once it has. */
export type DeliverySummary = Pick<
  Delivery,
  'deliveryId' | 'wakeId' | 'cryplet' | 'slot' | 'chainId' | 'receiver' | 'subscription'
> & {
  readonly state: DeliveryState
  /** Why it has not been sealed, or why its lane has not sent it, when that was last tried. */
  readonly waitingFor?: string
  /** On what the enclave runs that sealed it, once it is sealed: see readEnclave. */
  readonly enclave?: string
} & Partial<DeliveryEnd>

/** What has been written of a delivery. */
export type DeliveryRows = {
  readonly delivery: Delivery
  readonly record: SignedRecord | undefined
  /** Oldest first. */
  readonly envelopes: readonly EnvelopeRow[]
  readonly lane: LaneRow | undefined
  /** Of its run. */
  readonly fault: RunFault | undefined
  readonly end: DeliveryEnd | undefined
}

/**
 * Reads what has been written of a delivery.
 *
 * @param ports - Where the rows are.
 * @param delivery - Which.
 * @returns Its rows.
 */
export async function readRows(
  ports: Pick<ApiPorts, 'runs' | 'lanes'>,
  delivery: Delivery,
): Promise<DeliveryRows> {
  const { deliveryId, wakeId } = delivery
  const { deliveries, envelopes } = ports.runs
  const [record, fault, stored, lane, end] = await Promise.all([
    deliveries.getRecord(wakeId),
    deliveries.getFault(wakeId),
    envelopes.list(deliveryId),
    ports.lanes.get(delivery, deliveryId),
    deliveries.getEnd(deliveryId),
  ])
  // The lane has the last word first: its outcome is told to the run a moment later.
  return { delivery, record, fault, envelopes: stored, lane, end: end ?? laneEnd(lane) }
}

/**
 * Finds the envelope that a delivery is about.
 *
 * @param rows - Of the delivery.
 * @returns The one that had effect; of a delivery under way, or of one without effect, the last.
 */
export function envelopeOf(rows: Pick<DeliveryRows, 'envelopes' | 'end'>): EnvelopeRow | undefined {
  const { envelopes, end } = rows
  return envelopes.find(({ digest }) => digest === end?.digest) ?? envelopes.at(-1)
}

/**
 * Sums up what has been written of a delivery.
 *
 * @param ports - To tell on what its enclave runs.
 * @param rows - Of the delivery.
 * @returns Its summary.
 */
export async function summaryOf(
  ports: Pick<ApiPorts, 'evidence' | 'registryOf'>,
  rows: DeliveryRows,
): Promise<DeliverySummary> {
  const { deliveryId, wakeId, cryplet, slot, chainId, receiver, subscription } = rows.delivery
  const place = { deliveryId, wakeId, cryplet, slot, chainId, receiver, subscription }
  const envelope = envelopeOf(rows)
  const enclave = envelope && (await readEnclave(ports, envelope))
  const waitingFor = reasonToWait(rows)
  return {
    ...place,
    state: stateOf(rows),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(enclave !== undefined && { enclave }),
    ...rows.end,
  }
}

function reasonToWait({ envelopes, lane, fault, end }: DeliveryRows): string | undefined {
  if (end !== undefined) return undefined
  if (lane !== undefined) return lane.state === 'settled' ? undefined : lane.waitingFor
  return envelopes.length === 0 ? fault?.reasons.join('; ') : undefined
}

function stateOf({ record, envelopes, lane, end }: DeliveryRows): DeliveryState {
  if (end !== undefined) return 'settled'
  if (lane !== undefined) return lane.state === 'accepted' ? 'submitted' : lane.state
  if (envelopes.length > 0) return 'envelope'
  return record === undefined ? 'deliveries' : 'observed'
}

function laneEnd(lane: LaneRow | undefined): DeliveryEnd | undefined {
  return lane?.state === 'settled' ? lane.end : undefined
}
