import { fromColumns, toColumns } from '../../shared/store/row'
import type { OpenTable, Operation, PlacedRow, StoredRow, Table } from '../../shared/store/table'

/** One write as it took effect; `undefined` for a row that was removed. */
export type Commit = {
  readonly table: string
  readonly rows: readonly (PlacedRow | { readonly partition: string; readonly row: string })[]
}

/** Tables as Azure's are, in memory; each call takes effect at once. */
export type MemoryTables = {
  readonly open: (name: string) => SyncTable
  /** The same behind the port, for whoever waits for nothing. */
  readonly openTable: OpenTable
}

/** A table whose calls take effect when they are made. */
export type SyncTable = {
  readonly [name in keyof Table]: (
    ...args: Parameters<Table[name]>
  ) => Awaited<ReturnType<Table[name]>>
}

const MOST_OPERATIONS = 100

export function openMemoryTables(onCommit: (commit: Commit) => void): MemoryTables {
  const tables = new Map<string, SyncTable>()
  const open = (name: string): SyncTable => {
    const table =
      tables.get(name) ??
      openOne((rows) => {
        onCommit({ table: name, rows })
      })
    tables.set(name, table)
    return table
  }
  return { open, openTable: (name) => later(open(name)) }
}

function later(table: SyncTable): Table {
  return {
    get: async (key) => table.get(key),
    insert: async (row) => table.insert(row),
    replace: async (row, etag) => table.replace(row, etag),
    put: async (row) => {
      table.put(row)
    },
    transact: async (operations) => table.transact(operations),
    remove: async (key) => {
      table.remove(key)
    },
    list: async (range) => table.list(range),
  }
}

type Partition = { readonly keys: string[]; readonly rows: Map<string, StoredRow> }

function openOne(onCommit: (rows: Commit['rows']) => void): SyncTable {
  const partitions = new Map<string, Partition>()
  let count = 0
  const partitionOf = (name: string): Partition => {
    const found = partitions.get(name) ?? { keys: [], rows: new Map<string, StoredRow>() }
    partitions.set(name, found)
    return found
  }
  const find = (key: { partition: string; row: string }): StoredRow | undefined =>
    partitions.get(key.partition)?.rows.get(key.row)
  const store = ({ partition, row, value }: PlacedRow): void => {
    const { keys, rows } = partitionOf(partition)
    if (!rows.has(row)) keys.splice(placeOf(keys, row), 0, row)
    // As it would come back: what a column cannot hold is noticed here.
    rows.set(row, {
      partition,
      row,
      etag: `W/"${String(count++)}"`,
      value: fromColumns(toColumns(value)),
    })
  }
  const drop = ({ partition, row }: { partition: string; row: string }): boolean => {
    const { keys, rows } = partitionOf(partition)
    if (!rows.delete(row)) return false
    keys.splice(placeOf(keys, row), 1)
    return true
  }
  const fits = (operation: Operation): boolean => {
    if (operation.kind === 'put') return true
    if (operation.kind === 'remove') return find(operation.key) !== undefined
    const found = find(operation.row)
    return operation.kind === 'insert' ? found === undefined : found?.etag === operation.etag
  }
  const etagOf = (operation: Operation): string =>
    operation.kind === 'remove' ? '' : (find(operation.row)?.etag ?? '')
  const write = (operations: readonly Operation[]): boolean => {
    if (!operations.every(fits)) return false
    for (const operation of operations) {
      if (operation.kind === 'remove') drop(operation.key)
      else store(operation.row)
    }
    onCommit(operations.map((each) => (each.kind === 'remove' ? each.key : each.row)))
    return true
  }
  return {
    get: find,
    insert: (row) => (write([{ kind: 'insert', row }]) ? 'inserted' : 'exists'),
    replace: (row, etag) => (write([{ kind: 'replace', row, etag }]) ? 'replaced' : 'changed'),
    put: (row) => {
      write([{ kind: 'put', row }])
    },
    transact: (operations) => {
      requireTransaction(operations)
      return write(operations) ? operations.map(etagOf) : 'conflict'
    },
    remove: (key) => {
      write([{ kind: 'remove', key }])
    },
    list: ({ partition, from = '', before, limit }) => {
      const { keys, rows } = partitionOf(partition)
      const end = before === undefined ? keys.length : placeOf(keys, before)
      return keys
        .slice(placeOf(keys, from), end)
        .slice(0, limit)
        .flatMap((key) => rows.get(key) ?? [])
    },
  }
}

// The service's own conditions: 400 otherwise, and nothing is written.
function requireTransaction(operations: readonly Operation[]): void {
  const keys = operations.map((each) => (each.kind === 'remove' ? each.key : each.row))
  const isOnePartition = new Set(keys.map(({ partition }) => partition)).size === 1
  const isEachOnce = new Set(keys.map(({ row }) => row)).size === keys.length
  if (operations.length > MOST_OPERATIONS || !isOnePartition || !isEachOnce) {
    throw new Error(
      `InvalidInput: ${String(operations.length)} operations on ${keys.map(({ row }) => row).join()}`,
    )
  }
}

// Where a key is, or would be, among sorted ones.
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
