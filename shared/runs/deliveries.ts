import { FabricError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { SignedRecord } from '../envelope/record'
import { hash32 } from '../store/columns'
import type { OpenTable, PlacedRow, RowKey, Table } from '../store/table'
import { insertFirst } from '../store/table'
import { bodyRows } from './bodies'
import { keepFound } from './keepFound'
import type { RecordCode } from './recordCode'
import { recordCodeOf } from './recordCode'
import type { BodyRow, Delivery, DeliveryEnd, RunFault, WakeRow } from './rows'
import { parseDeliveries, parseEnd, parseFault, parseRecordRow, sortable } from './rows'

/** Some of the list of deliveries, newest first. */
export type DeliveryPage = {
  readonly deliveryIds: readonly Hex[]
  /** Where the next page begins; undefined after the last. */
  readonly next: string | undefined
}

/** Where a delivery's end is kept: with its run. */
export type DeliveryKey = Pick<Delivery, 'wakeId' | 'deliveryId'>

/** What is stored with a record. */
export type RecordCompany = {
  readonly bodies?: readonly BodyRow[]
  readonly code?: RecordCode
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
    company?: RecordCompany,
  ) => Promise<{ readonly first: boolean; readonly record: SignedRecord }>
  readonly getRecord: (wakeId: Hex) => Promise<SignedRecord | undefined>
  /** Which code made the record; undefined when there is none, or where it does not say. */
  readonly getRecordCode: (wakeId: Hex) => Promise<RecordCode | undefined>
  /** Notes what keeps a run from its envelopes; the last word counts. */
  readonly noteFault: (wakeId: Hex, fault: RunFault) => Promise<void>
  readonly getFault: (wakeId: Hex) => Promise<RunFault | undefined>
  readonly insertEnd: (delivery: DeliveryKey, end: DeliveryEnd) => Promise<DeliveryEnd>
  readonly getEnd: (delivery: DeliveryKey) => Promise<DeliveryEnd | undefined>
  /** How those deliveries of a run ended that have, by their ids: one question, however many there are. */
  readonly endsOf: (wakeId: Hex) => Promise<ReadonlyMap<Hex, DeliveryEnd>>
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

// A lane asks again and again for the deliveries of the runs that it has in hand.
const RUNS_KEPT = 64
const DELIVERIES_KEPT = 4_096
const NEWEST = 'newest'
const END = 'end-'
const AFTER_ENDS = 'end.'
const LAST_MS = 999_999_999_999_999

type Tables = { readonly runs: Table; readonly deliveries: Table }

/**
 * Opens the rows of deliveries.
 *
 * Table `runs`, in the partition of the wake: `deliveries`, `record` (with it `body-<n>`), `fault`, `end-<id>`. Table `deliveries`: a partition a delivery with
 * `delivery` (its wake); and the partition `newest`, whose keys count down from the end of time.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openDeliveries(open: OpenTable): Deliveries {
  const tables = { runs: open('runs'), deliveries: open('deliveries') }
  const ofRun = keepFound((wakeId: Hex) => readOwed(tables, wakeId), RUNS_KEPT)
  const wakeOf = keepFound((deliveryId: Hex) => readWake(tables, deliveryId), DELIVERIES_KEPT)
  const get = async (deliveryId: Hex): Promise<Delivery | undefined> => {
    const wakeId = await wakeOf(deliveryId)
    const owed = wakeId === undefined ? undefined : await ofRun(wakeId)
    return owed?.find((each) => each.deliveryId === deliveryId)
  }
  return {
    insert: (wake, owed) => insertOwed(tables, wake, owed),
    ofRun,
    get,
    require: async (deliveryId) => {
      const delivery = await get(deliveryId)
      if (delivery === undefined) throw new DeliveryUnknownError(deliveryId)
      return delivery
    },
    ...openRecords(tables.runs),
    noteFault: (wakeId, fault) =>
      tables.runs.put({ partition: wakeId, row: 'fault', value: { ...fault } }),
    getFault: async (wakeId) => {
      const stored = await tables.runs.get({ partition: wakeId, row: 'fault' })
      return stored === undefined ? undefined : parseFault(stored.value)
    },
    ...openEnds(tables),
    list: (page) => list(tables, page),
  }
}

function openRecords(
  runs: Table,
): Pick<Deliveries, 'insertRecord' | 'getRecord' | 'getRecordCode'> {
  return {
    insertRecord: async (wakeId, record, { bodies = [], code } = {}) => {
      const value = { record, ...(code && { code: { ...code } }) }
      const row = { partition: wakeId, row: 'record', value }
      const stored = await insertWith(runs, row, bodyRows(wakeId, bodies))
      return { first: stored.first, record: parseRecordRow(stored.value) }
    },
    getRecord: keepFound(
      (wakeId: Hex) => readRecord({ runs }, wakeId),
      RUNS_KEPT,
      // A post goes by its age.
      ({ facts }) => facts.wake.kind !== 'http',
    ),
    getRecordCode: async (wakeId) => {
      const stored = await runs.get({ partition: wakeId, row: 'record' })
      return stored && recordCodeOf(stored.value)
    },
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

async function readOwed({ runs }: Tables, wakeId: Hex): Promise<readonly Delivery[] | undefined> {
  const stored = await runs.get({ partition: wakeId, row: 'deliveries' })
  return stored === undefined ? undefined : parseDeliveries(stored.value)
}

async function readRecord(
  { runs }: Pick<Tables, 'runs'>,
  wakeId: Hex,
): Promise<SignedRecord | undefined> {
  const stored = await runs.get({ partition: wakeId, row: 'record' })
  return stored === undefined ? undefined : parseRecordRow(stored.value)
}

async function readWake({ deliveries }: Tables, deliveryId: Hex): Promise<Hex | undefined> {
  const pointer = await deliveries.get({ partition: deliveryId, row: 'delivery' })
  return pointer === undefined ? undefined : hash32.parse(pointer.value['wakeId'])
}

function openEnds(tables: Tables): Pick<Deliveries, 'insertEnd' | 'getEnd' | 'endsOf'> {
  return {
    insertEnd: async (delivery, end) => {
      const row = { ...endKey(delivery), value: { ...end } }
      return parseEnd((await insertFirst(tables.runs, row)).value)
    },
    getEnd: async (delivery) => {
      const stored = await tables.runs.get(endKey(delivery))
      return stored === undefined ? undefined : parseEnd(stored.value)
    },
    endsOf: (wakeId) => endsOf(tables, wakeId),
  }
}

function endKey({ wakeId, deliveryId }: DeliveryKey): RowKey {
  return { partition: wakeId, row: `${END}${deliveryId}` }
}

async function endsOf({ runs }: Tables, wakeId: Hex): Promise<ReadonlyMap<Hex, DeliveryEnd>> {
  const rows = await runs.list({ partition: wakeId, from: END, before: AFTER_ENDS })
  return new Map(
    rows.map(({ row, value }) => [hash32.parse(row.slice(END.length)), parseEnd(value)]),
  )
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
