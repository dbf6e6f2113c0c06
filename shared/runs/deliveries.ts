import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { SignedRecord } from '../envelope/record'
import { hash32 } from '../store/columns'
import type { OpenTable, PlacedRow, Table } from '../store/table'
import { insertFirst } from '../store/table'
import { bodyRows } from './bodies'
import type { BodyRow, Delivery, DeliveryEnd, RunFault, WakeRow } from './rows'
import { parseDeliveries, parseEnd, parseFault, parseRecordRow, sortable } from './rows'

/** Some of the list of deliveries, newest first. */
export type DeliveryPage = {
  readonly deliveryIds: readonly Hex[]
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined
}

/** What a run owes and saw, and how each delivery ended. The first writer of each row is right. */
export type Deliveries = {
  /** Stores what a run owes, all at once, then lists it for readers: to be repeated, should a process end between. */
  readonly insert: (wake: WakeRow, owed: readonly Delivery[]) => Promise<readonly Delivery[]>
  /** What a run owes; undefined when that is not decided yet. */
  readonly ofRun: (wakeId: Hex) => Promise<readonly Delivery[] | undefined>
  readonly get: (deliveryId: Hex) => Promise<Delivery | undefined>
  /** @throws DeliveryUnknownError */
  readonly require: (deliveryId: Hex) => Promise<Delivery>
  /** Stores a record together with the bodies that it has the hashes of, or neither. */
  readonly insertRecord: (
    wakeId: Hex,
    record: SignedRecord,
    bodies?: readonly BodyRow[],
  ) => Promise<{ readonly first: boolean; readonly record: SignedRecord }>
  readonly getRecord: (wakeId: Hex) => Promise<SignedRecord | undefined>
  /** Notes what keeps a run from its envelopes; the last word counts. */
  readonly noteFault: (wakeId: Hex, fault: RunFault) => Promise<void>
  readonly getFault: (wakeId: Hex) => Promise<RunFault | undefined>
  readonly insertEnd: (deliveryId: Hex, end: DeliveryEnd) => Promise<DeliveryEnd>
  readonly getEnd: (deliveryId: Hex) => Promise<DeliveryEnd | undefined>
  readonly list: (page: { readonly from?: string; readonly limit: number }) => Promise<DeliveryPage>
}

/** An id that no delivery has. */
export class DeliveryUnknownError extends FabricError {
  override readonly name = 'DeliveryUnknownError'
  readonly code = 'DELIVERY_UNKNOWN'
  readonly retryable = false

  constructor(readonly deliveryId: Hex) {
    super(`There is no delivery ${deliveryId}.`)
  }
}

const NEWEST = 'newest'
const LAST_MS = 999_999_999_999_999

type Tables = { readonly runs: Table; readonly deliveries: Table }

/**
 * Opens the rows of deliveries.
 *
 * Table `runs`, in the partition of the wake: `deliveries`, `record` (with it `body-<n>`), `fault`. Table `deliveries`: a partition a delivery with
 * `delivery` (its wake) and `end`; and the partition `newest`, whose keys count down from the end of time.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openDeliveries(open: OpenTable): Deliveries {
  const tables = { runs: open('runs'), deliveries: open('deliveries') }
  const get = (deliveryId: Hex): Promise<Delivery | undefined> => getDelivery(tables, deliveryId)
  return {
    insert: (wake, owed) => insertOwed(tables, wake, owed),
    ofRun: (wakeId) => ofRun(tables, wakeId),
    get,
    require: async (deliveryId) => {
      const delivery = await get(deliveryId)
      if (delivery === undefined) throw new DeliveryUnknownError(deliveryId)
      return delivery
    },
    insertRecord: async (wakeId, record, bodies = []) => {
      const row = { partition: wakeId, row: 'record', value: { record } }
      const { first, value } = await insertWith(tables.runs, row, bodyRows(wakeId, bodies))
      return { first, record: parseRecordRow(value) }
    },
    getRecord: async (wakeId) => {
      const stored = await tables.runs.get({ partition: wakeId, row: 'record' })
      return stored === undefined ? undefined : parseRecordRow(stored.value)
    },
    noteFault: (wakeId, fault) =>
      tables.runs.put({ partition: wakeId, row: 'fault', value: { ...fault } }),
    getFault: async (wakeId) => {
      const stored = await tables.runs.get({ partition: wakeId, row: 'fault' })
      return stored === undefined ? undefined : parseFault(stored.value)
    },
    insertEnd: async (deliveryId, end) => {
      const row = { partition: deliveryId, row: 'end', value: { ...end } }
      return parseEnd((await insertFirst(tables.deliveries, row)).value)
    },
    getEnd: async (deliveryId) => {
      const stored = await tables.deliveries.get({ partition: deliveryId, row: 'end' })
      return stored === undefined ? undefined : parseEnd(stored.value)
    },
    list: (page) => list(tables, page),
  }
}

async function insertOwed(
  { runs, deliveries }: Tables,
  wake: WakeRow,
  owed: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const row = { partition: wake.wakeId, row: 'deliveries', value: { deliveries: owed } }
  const stored = parseDeliveries((await insertFirst(runs, row)).value)
  for (const { deliveryId, wakeId } of stored) {
    await deliveries.insert({ partition: deliveryId, row: 'delivery', value: { wakeId } })
    const place = `${sortable(LAST_MS - wake.wokenAtInMs)}-${deliveryId}`
    await deliveries.insert({ partition: NEWEST, row: place, value: { deliveryId } })
  }
  return stored
}

// One transaction: no second execution, which takes the stored record, could bring the bodies later.
async function insertWith(
  runs: Table,
  record: PlacedRow,
  bodies: readonly PlacedRow[],
): ReturnType<typeof insertFirst> {
  const operations = [record, ...bodies].map((row) => ({ kind: 'insert', row }) as const)
  if (bodies.length > 0 && (await runs.transact(operations)) !== 'conflict') {
    return { first: true, value: record.value }
  }
  return insertFirst(runs, record)
}

async function ofRun({ runs }: Tables, wakeId: Hex): Promise<readonly Delivery[] | undefined> {
  const stored = await runs.get({ partition: wakeId, row: 'deliveries' })
  return stored === undefined ? undefined : parseDeliveries(stored.value)
}

async function getDelivery(tables: Tables, deliveryId: Hex): Promise<Delivery | undefined> {
  const pointer = await tables.deliveries.get({ partition: deliveryId, row: 'delivery' })
  if (pointer === undefined) return undefined
  const owed = await ofRun(tables, hash32.parse(pointer.value['wakeId']))
  return owed?.find((each) => each.deliveryId === deliveryId)
}

async function list(
  { deliveries }: Tables,
  { from, limit }: { readonly from?: string; readonly limit: number },
): Promise<DeliveryPage> {
  const range = { partition: NEWEST, limit: limit + 1, ...(from !== undefined && { from }) }
  const rows = await deliveries.list(range)
  return {
    deliveryIds: rows.slice(0, limit).map(({ value }) => hash32.parse(value['deliveryId'])),
    next: rows[limit]?.row,
  }
}
