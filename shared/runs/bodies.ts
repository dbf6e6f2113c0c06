import type { Hex } from '../core/hex'
import type { Row } from '../store/row'
import type { OpenTable, PlacedRow, Table } from '../store/table'
import type { BodyRow, WakeRow } from './rows'
import { parseBodyRow, RowMalformedError, sortable } from './rows'

/** A run whose bodies are of a certain age. */
export type AgedRun = {
  readonly wakeId: Hex
  /** Where it stands in the list, for whoever takes it off. */
  readonly place: string
}

/** Which of the runs that have bodies. */
export type AgedPage = {
  /** The place after which the page begins; the beginning when left out. */
  readonly after?: string | undefined
  readonly beforeInMs: number
  readonly limit: number
}

/** The bodies of runs, which grow old. They are stored with the record (Deliveries.insertRecord). */
export type Bodies = {
  /** Lists a run among those that have bodies: before they are stored, so that none outlives its time unseen. */
  readonly announce: (wake: Pick<WakeRow, 'wakeId' | 'wokenAtInMs'>) => Promise<void>
  /** In the order of the observations; a row that cannot be read is left out. */
  readonly ofRun: (wakeId: Hex) => Promise<readonly BodyRow[]>
  /** The runs that were woken before an instant, oldest first. */
  readonly listAged: (page: AgedPage) => Promise<readonly AgedRun[]>
  /** Takes the bytes away, leaves the word that they were there, and takes the run off the list. */
  readonly remove: (run: AgedRun) => Promise<void>
  /** Lets a run stand in the list as if it had been woken at another instant. */
  readonly postpone: (run: AgedRun, untilInMs: number) => Promise<void>
}

const LIST = 'bodies'
const TIME_LENGTH = '000000000000000-'.length

/**
 * Opens the rows of bodies: table `runs`, in the partition of the wake `body-<n>`; and the partition `bodies`, whose keys
 * begin with the time of waking.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openBodies(open: OpenTable): Bodies {
  const table = open('runs')
  return {
    announce: ({ wakeId, wokenAtInMs }) => insertListed(table, wakeId, wokenAtInMs),
    ofRun: async (wakeId) => (await listRows(table, wakeId)).flatMap(({ value }) => bodyOf(value)),
    listAged: async ({ after = '', beforeInMs, limit }) => {
      // No key lies between one and the same with a mark.
      const range = { partition: LIST, from: `${after}!`, before: sortable(beforeInMs), limit }
      const rows = await table.list(range)
      return rows.map(({ row }) => ({ wakeId: row.slice(TIME_LENGTH) as Hex, place: row }))
    },
    remove: async ({ wakeId, place }) => {
      const rows = await listRows(table, wakeId)
      const emptied = rows.map(({ partition, row, value }) => {
        return { kind: 'put', row: { partition, row, value: withoutBytes(value) } } as const
      })
      if (emptied.length > 0) await table.transact(emptied)
      await table.remove({ partition: LIST, row: place })
    },
    postpone: async ({ wakeId, place }, untilInMs) => {
      await insertListed(table, wakeId, untilInMs)
      await table.remove({ partition: LIST, row: place })
    },
  }
}

/**
 * Places the bodies of a run.
 *
 * @param wakeId - Of the run.
 * @param bodies - In the order of the observations, at most 99.
 * @returns Rows of table `runs`.
 */
export function bodyRows(wakeId: Hex, bodies: readonly BodyRow[]): readonly PlacedRow[] {
  return bodies.map((body, index) => ({
    partition: wakeId,
    row: `body-${String(index).padStart(2, '0')}`,
    value: { ...body },
  }))
}

async function insertListed(table: Table, wakeId: Hex, atInMs: number): Promise<void> {
  await table.insert({ partition: LIST, row: `${sortable(atInMs)}-${wakeId}`, value: {} })
}

// `.` follows `-`: these are all keys that begin with `body-`.
function listRows(table: Table, wakeId: Hex): ReturnType<Table['list']> {
  return table.list({ partition: wakeId, from: 'body-', before: 'body.' })
}

function bodyOf(row: Row): readonly BodyRow[] {
  try {
    return [parseBodyRow(row)]
  } catch (error) {
    if (error instanceof RowMalformedError) return []
    throw error
  }
}

// Whatever stands there: what cannot be read is not kept longer for it.
function withoutBytes({ source, origin, responseHash, leftOut = 'removed by age' }: Row): Row {
  return { source, origin, responseHash, leftOut }
}
