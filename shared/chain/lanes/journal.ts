import type { Hex } from '../../core/hex'
import type { OpenTable, PlacedRow, StoredRow, Table } from '../../store/table'
import type { AcceptedRow, LaneDelivery, LaneKey, LaneRow, SettledRow, SignedRow } from './rows'
import { parseLaneKey, parseLaneRow } from './rows'

/** A row with the etag that a change must name. */
export type OpenRow<R extends LaneRow = LaneRow> = {
  readonly row: R
  readonly etag: string
}

/** A lane's head: the fence between two writers. */
export type Head = {
  /** No nonce below this one is free. */
  readonly nextNonce: number
  /** Empty while there is no head row. */
  readonly etag: string
}

/** Whether a change was written, or another writer came first. */
export type Written = 'written' | 'conflict'

/** What a lane remembers: written before anything is sent. */
export type Journal = {
  readonly insert: (delivery: LaneDelivery) => Promise<'inserted' | 'known'>
  /** All lanes that anything was ever inserted into. */
  readonly keys: () => Promise<readonly LaneKey[]>
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** Rows that are not done with, in the order of their acceptance. */
  readonly listOpen: (key: LaneKey) => Promise<readonly OpenRow[]>
  readonly head: (key: LaneKey) => Promise<Head>
  /** Writes a signed row and the head in one transaction, before the broadcast. */
  readonly sign: (open: OpenRow<AcceptedRow>, signed: SignedRow, head: Head) => Promise<Written>
  /** Takes a signed row back whose transaction no node has taken, and its nonce, in one transaction. */
  readonly release: (open: OpenRow<SignedRow>, later: AcceptedRow, head: Head) => Promise<Written>
  /** Writes the outcome and renews the head's etag, in one transaction. */
  readonly settle: (open: OpenRow, settled: SettledRow, head: Head) => Promise<Written>
  /** Changes an open row but not the head: a put-off try, a lost nonce. */
  readonly change: (open: OpenRow, row: LaneRow) => Promise<Written>
  /** Closes a settled row after its run was told. */
  readonly close: (open: OpenRow<SettledRow>) => Promise<Written>
}

const OPEN = 'open-'
const AFTER_OPEN = 'open.' // the next character after `-`
const DONE = 'done-'
const HEAD = 'head'
const LANES = 'lanes'

/**
 * Opens the journal of all lanes: table `lanes`, a partition a lane, and the partition `lanes` that lists them.
 *
 * Rows: `head`; the delivery's own id, which never changes and makes a second submission known; `open-` and the id while
 * there is something to do; `done-` and the id afterwards. So listing what is open does not grow with history.
 *
 * @param open - How to open a table.
 * @returns The journal.
 */
export function openJournal(open: OpenTable): Journal {
  const table = open('lanes')
  return {
    insert: (delivery) => insert(table, delivery),
    keys: async () =>
      (await table.list({ partition: LANES })).map(({ value }) => parseLaneKey(value)),
    get: async (key, deliveryId) => {
      for (const prefix of [OPEN, DONE]) {
        const stored = await table.get({ partition: partitionOf(key), row: prefix + deliveryId })
        if (stored !== undefined) return parseLaneRow(stored.value)
      }
      return undefined
    },
    listOpen: (key) => listOpen(table, key),
    head: async (key) => {
      const stored = await table.get({ partition: partitionOf(key), row: HEAD })
      const nextNonce = Number(stored?.value['nextNonce'] ?? 0)
      return { nextNonce, etag: stored?.etag ?? '' }
    },
    sign: (from, signed, head) =>
      writeWithHead(table, { from, to: signed, head, nextNonce: signed.nonce + 1 }),
    release: (from, later, head) =>
      writeWithHead(table, { from, to: later, head, nextNonce: from.row.nonce }),
    settle: (from, settled, head) =>
      writeWithHead(table, { from, to: settled, head, nextNonce: head.nextNonce }),
    change: async ({ etag }, row) =>
      (await table.replace(placed(row), etag)) === 'replaced' ? 'written' : 'conflict',
    close: async ({ row }) => {
      const closing = await table.transact([
        { kind: 'remove', key: placed(row) },
        { kind: 'insert', row: { ...placed(row), row: DONE + row.deliveryId } },
      ])
      return closing === 'done' ? 'written' : 'conflict'
    },
  }
}

async function insert(table: Table, delivery: LaneDelivery): Promise<'inserted' | 'known'> {
  const { chainId, sender } = delivery
  // First, lest a row lie in a lane that nobody looks at.
  await table.insert({ partition: LANES, row: partitionOf(delivery), value: { chainId, sender } })
  const row: AcceptedRow = {
    ...delivery,
    state: 'accepted',
    nextTryAtInMs: 0,
    tries: 0,
    reverts: 0,
  }
  const partition = partitionOf(delivery)
  const inserted = await table.transact([
    { kind: 'insert', row: { partition, row: delivery.deliveryId, value: {} } },
    { kind: 'insert', row: placed(row) },
  ])
  return inserted === 'done' ? 'inserted' : 'known'
}

async function listOpen(table: Table, key: LaneKey): Promise<readonly OpenRow[]> {
  const range = { partition: partitionOf(key), from: OPEN, before: AFTER_OPEN }
  const rows = (await table.list(range)).map((stored) => openRow(stored))
  return rows.sort((a, b) => compare(orderOf(a.row), orderOf(b.row)))
}

async function writeWithHead(
  table: Table,
  change: {
    readonly from: OpenRow
    readonly to: LaneRow
    readonly head: Head
    readonly nextNonce: number
  },
): Promise<Written> {
  const { from, to, head, nextNonce } = change
  const headRow = { partition: partitionOf(to), row: HEAD, value: { nextNonce } }
  const done = await table.transact([
    { kind: 'replace', row: placed(to), etag: from.etag },
    head.etag === ''
      ? { kind: 'insert', row: headRow }
      : { kind: 'replace', row: headRow, etag: head.etag },
  ])
  return done === 'done' ? 'written' : 'conflict'
}

function openRow({ value, etag }: StoredRow): OpenRow {
  return { row: parseLaneRow(value), etag }
}

function placed(row: LaneRow): PlacedRow {
  return { partition: partitionOf(row), row: OPEN + row.deliveryId, value: { ...row } }
}

function partitionOf({ chainId, sender }: LaneKey): string {
  return `${String(chainId)}:${sender.toLowerCase()}`
}

function orderOf(row: LaneRow): string {
  return `${String(row.acceptedAtInMs).padStart(15, '0')}${row.deliveryId}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
