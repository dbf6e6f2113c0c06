import type { LaneRow } from '../chain/lanes/rows'
import { LaneRowMalformedError } from '../chain/lanes/rows'
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
  /** Why its lane's row cannot be read, if so. */
  readonly unreadable?: string
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
  const [record, fault, stored, { lane, unreadable }, end] = await Promise.all([
    deliveries.getRecord(wakeId),
    deliveries.getFault(wakeId),
    envelopes.list(deliveryId),
    readLaneRow(ports.lanes, delivery),
    deliveries.getEnd(delivery),
  ])
  // The lane has the last word first: its outcome is told to the run a moment later.
  const said = { envelopes: stored, lane, end: end ?? laneEnd(lane) }
  return { delivery, record, fault, ...said, ...(unreadable !== undefined && { unreadable }) }
}

/** A delivery's row in its lane, or why it cannot be read; neither when there is none. */
export type ReadLaneRow = { readonly lane: LaneRow | undefined; readonly unreadable?: string }

/**
 * Reads a delivery's row in its lane. One bad row must not spoil a whole list, so that it is no error.
 *
 * @param lanes - Where.
 * @param delivery - Which.
 * @returns The row.
 */
export async function readLaneRow(
  lanes: Pick<ApiPorts['lanes'], 'get'>,
  delivery: Pick<Delivery, 'deliveryId' | 'chainId' | 'sender'>,
): Promise<ReadLaneRow> {
  try {
    return { lane: await lanes.get(delivery, delivery.deliveryId) }
  } catch (error) {
    if (!(error instanceof LaneRowMalformedError)) throw error
    return { lane: undefined, unreadable: error.message }
  }
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

function reasonToWait(rows: DeliveryRows): string | undefined {
  const { envelopes, lane, fault, end, unreadable } = rows
  if (end !== undefined) return undefined
  if (unreadable !== undefined) return unreadable
  if (lane !== undefined) return lane.state === 'settled' ? undefined : lane.waitingFor
  return envelopes.length === 0 ? fault?.reasons.join('; ') : undefined
}

function stateOf(rows: DeliveryRows): DeliveryState {
  const { record, envelopes, lane, end, unreadable } = rows
  if (end !== undefined) return 'settled'
  if (unreadable !== undefined) return 'parked'
  if (lane !== undefined) return lane.state === 'accepted' ? 'submitted' : lane.state
  if (envelopes.length > 0) return 'envelope'
  return record === undefined ? 'deliveries' : 'observed'
}

function laneEnd(lane: LaneRow | undefined): DeliveryEnd | undefined {
  return lane?.state === 'settled' ? lane.end : undefined
}
