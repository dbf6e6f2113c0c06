import type { Hex } from '../core/hex'
import type { Row } from '../store/row'
import type { OpenTable, PlacedRow, Table } from '../store/table'
import type { AgedList, AgedRun } from './agedList'
import { openAgedList } from './agedList'
import type { BodyRow } from './rows'
import { parseBodyRow, RowMalformedError } from './rows'

/** The bodies of runs, which grow old. They are stored with the record (Deliveries.insertRecord). */
export type Bodies = Pick<AgedList, 'announce' | 'listAged' | 'postpone'> & {
  /** In the order of the observations; a row that cannot be read is left out. */
  readonly ofRun: (wakeId: Hex) => Promise<readonly BodyRow[]>
  /** Takes the bytes away, leaves the word that they were there, and takes the run off the list. */
  readonly remove: (run: AgedRun) => Promise<void>
}

/**
 * Opens the rows of bodies: table `runs`, in the partition of the wake `body-<n>`; and the partition `bodies`, which lists
 * the runs that have some.
 *
 * @param open - How to open a table.
 * @returns The rows.
 */
export function openBodies(open: OpenTable): Bodies {
  const table = open('runs')
  const list = openAgedList(table, 'bodies')
  return {
    ...list,
    ofRun: async (wakeId) => (await listRows(table, wakeId)).flatMap(({ value }) => bodyOf(value)),
    remove: async (run) => {
      const rows = await listRows(table, run.wakeId)
      const emptied = rows.map(({ partition, row, value }) => {
        return { kind: 'put', row: { partition, row, value: withoutBytes(value) } } as const
      })
      if (emptied.length > 0) await table.transact(emptied)
      await list.takeOff(run)
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
