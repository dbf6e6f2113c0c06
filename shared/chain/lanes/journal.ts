import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { OpenTable, Operation, PlacedRow, StoredRow, Table } from '../../store/table'
import { afterWriting } from './afterWriting'
import type { BrokenRow, Change, LaneState, OpenRow, Writing } from './laneState'
import { meterRow, parseMeter } from './meter'
import { nonceIn } from './nonceIn'
import type { NotedFault } from './notedFault'
import { parseFault } from './notedFault'
import { parseControl } from './operator'
import { idOf, inOrder } from './rowOrder'
import type { FillerRow, LaneDelivery, LaneKey, LaneRow } from './rows'
import { laneKeyOf, parseLaneRow } from './rows'

/** What came of a writing: the lane as it stands now, where that is known without a listing; or another writer was first. */
export type Written = { readonly after: LaneState | undefined } | 'conflict'

/** What a lane remembers: written before anything is sent. */
export type Journal = {
  readonly insert: (delivery: LaneDelivery) => Promise<'inserted' | 'known'>
  /** All lanes that anything was ever inserted into. */
  readonly keys: () => Promise<readonly LaneKey[]>
  /** @throws LaneRowMalformedError */
  readonly get: (key: LaneKey, deliveryId: Hex) => Promise<LaneRow | undefined>
  /** Whether a delivery was ever inserted, whatever has become of its row. */
  readonly has: (key: LaneKey, deliveryId: Hex) => Promise<boolean>
  readonly read: (key: LaneKey) => Promise<LaneState>
  /** Writes all or nothing, and the head with it: whoever looked at the lane before has a stale etag then. */
  readonly write: (key: LaneKey, writing: Writing) => Promise<Written>
  /** A word to the lane, or, with an id, one that is done with some time; the last one under an id counts. */
  readonly instruct: (key: LaneKey, row: PlacedRow['value'], id?: string) => Promise<void>
  /** Keeps what stops the lane, for people; the last word counts. */
  readonly noteFault: (key: LaneKey, fault: NotedFault) => Promise<void>
}

/** How many operations one writing may take besides the head's: a row that is closed takes two, and a meter one. */
export const MOST_OPERATIONS = 99

const CONTROL = 'control'
const FAULT = 'fault'
const HEAD = 'head'
const METER = 'meter-'
const OPEN = 'open-'
const AFTER_OPEN = 'open.' // the next character after `-`
const PAST = 'past-'
const LANES = 'lanes'

/**
 * Opens the journal of all lanes: table `lanes`, a partition a lane, and the partition `lanes` that lists them.
 *
 * Rows: the delivery's own id, which never changes and makes a second submission known; `control` and `control-` with an
 * id, what operators want; `fault`; `head`; `meter-` and what was spent; `open-` and an id while there is something to do; `past-`
 * afterwards. One listing from `control` to `open-` is the whole lane, whose cost does not grow with history; the head
 * comes before the rows, so that whoever writes in between is noticed.
 *
 * @param open - How to open a table.
 * @returns The journal.
 */
export function openJournal(open: OpenTable): Journal {
  const table = open('lanes')
  const listed = new Set<string>()
  const parsed = new Map<string, ReadonlyMap<string, OpenRow>>()
  return {
    insert: (delivery) => insert(table, listed, delivery),
    keys: async () =>
      (await table.list({ partition: LANES })).flatMap(({ value }) => laneKeyOf(value) ?? []),
    get: async (key, deliveryId) => {
      for (const prefix of [OPEN, PAST]) {
        const stored = await table.get({ partition: partitionOf(key), row: prefix + deliveryId })
        const row = stored && parseLaneRow(stored.value)
        if (row !== undefined && row.state !== 'filler') return row
      }
      return undefined
    },
    has: async (key, deliveryId) =>
      (await table.get({ partition: partitionOf(key), row: deliveryId })) !== undefined,
    read: async (key) => {
      const partition = partitionOf(key)
      const stored = await table.list({ partition, from: CONTROL, before: AFTER_OPEN })
      const { state, byKey } = stateOf(stored, parsed.get(partition))
      parsed.set(partition, byKey)
      return state
    },
    write: async (key, writing) => {
      const etags = await table.transact(operationsOf(key, writing))
      return etags === 'conflict' ? etags : { after: afterWriting(writing, etags) }
    },
    instruct: async (key, value, id) => {
      await list(table, listed, key)
      const row = id === undefined ? CONTROL : `${CONTROL}-${id}`
      await table.put({ partition: partitionOf(key), row, value })
    },
    noteFault: (key, fault) =>
      table.put({ partition: partitionOf(key), row: FAULT, value: { ...fault } }),
  }
}

// First, lest a row lie in a lane that nobody looks at.
async function list(table: Table, listed: Set<string>, key: LaneKey): Promise<void> {
  const partition = partitionOf(key)
  if (listed.has(partition)) return
  const { chainId, sender } = key
  await table.insert({ partition: LANES, row: partition, value: { chainId, sender } })
  listed.add(partition)
}

async function insert(
  table: Table,
  listed: Set<string>,
  delivery: LaneDelivery,
): Promise<'inserted' | 'known'> {
  const { deliveryId, acceptedAtInMs } = delivery
  const partition = partitionOf(delivery)
  await list(table, listed, delivery)
  const row: LaneRow = {
    ...delivery,
    state: 'accepted',
    nextTryAtInMs: 0,
    tries: 0,
    reverts: 0,
    history: [{ atInMs: acceptedAtInMs, what: 'accepted' }],
  }
  const inserted = await table.transact([
    { kind: 'insert', row: { partition, row: deliveryId, value: {} } },
    { kind: 'insert', row: placed(delivery, row) },
  ])
  return inserted === 'conflict' ? 'known' : 'inserted'
}

// Most rows are as they were when the lane was listed last: under the same etag, nothing is parsed again.
function openRowOf({ value, etag }: StoredRow, before: OpenRow | undefined): OpenRow {
  return before?.etag === etag ? before : { row: parseLaneRow(value), etag }
}

type Listed = { readonly state: LaneState; readonly byKey: ReadonlyMap<string, OpenRow> }

function stateOf(
  stored: readonly StoredRow[],
  before: ReadonlyMap<string, OpenRow> | undefined,
): Listed {
  const byKey = new Map<string, OpenRow>()
  const broken: BrokenRow[] = []
  for (const each of stored.filter(({ row }) => row.startsWith(OPEN))) {
    try {
      byKey.set(each.row, openRowOf(each, before?.get(each.row)))
    } catch (error) {
      const { value: columns, etag } = each
      const id = each.row.slice(OPEN.length)
      const nonce = nonceIn(id, columns)
      broken.push({ id, reason: messageOf(error), nonce, columns, etag })
    }
  }
  const head = stored.find(({ row }) => row === HEAD)
  const state: LaneState = {
    head: {
      confirmedNonce: Number(head?.value['confirmedNonce'] ?? 0),
      etag: head?.etag ?? '',
    },
    control: parseControl(stored.filter(({ row }) => row.startsWith(CONTROL))),
    rows: inOrder([...byKey.values()]),
    broken,
    meters: stored.flatMap(({ row, value }) =>
      row.startsWith(METER) ? parseMeter(value, row.slice(METER.length)) : [],
    ),
    fault: parseFault(stored.find(({ row }) => row === FAULT)?.value),
  }
  return { state, byKey }
}

function operationsOf(key: LaneKey, writing: Writing): readonly Operation[] {
  const { state, changes, meters = [], fulfilled = [] } = writing
  const { head } = state
  const partition = partitionOf(key)
  const confirmedNonce = Math.max(head.confirmedNonce, writing.confirmedNonce ?? 0)
  const headRow = { partition, row: HEAD, value: { confirmedNonce } }
  return [
    ...changes.flatMap((change) => operationsOfChange(key, change)),
    // Nobody writes meters but whoever holds the head.
    ...meters.map((meter): Operation => ({ kind: 'put', row: { partition, ...meterRow(meter) } })),
    ...fulfilled.map((row): Operation => ({ kind: 'remove', key: { partition, row } })),
    head.etag === ''
      ? { kind: 'insert', row: headRow }
      : { kind: 'replace', row: headRow, etag: head.etag },
  ]
}

function operationsOfChange(key: LaneKey, { from, to }: Change): readonly Operation[] {
  if (from === undefined) return [{ kind: 'insert', row: placed(key, to) }]
  const now = placed(key, from.row)
  if (to !== 'past') return [{ kind: 'replace', row: placed(key, to), etag: from.etag }]
  const past = { ...now, row: PAST + now.row.slice(OPEN.length) }
  return [
    { kind: 'remove', key: now },
    { kind: 'insert', row: past },
  ]
}

function placed(key: LaneKey, row: LaneRow | FillerRow): PlacedRow {
  return { partition: partitionOf(key), row: OPEN + idOf(row), value: { ...row } }
}

function partitionOf({ chainId, sender }: LaneKey): string {
  return `${String(chainId)}:${sender.toLowerCase()}`
}
