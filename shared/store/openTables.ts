import type { TableClient, TransactionAction } from '@azure/data-tables'
import { onFirstUse } from '../core/onFirstUse'
import { fromColumns, toColumns } from './row'
import type { OpenTable, Operation, PlacedRow, Range, RowKey, StoredRow, Table } from './table'

/**
 * Opens the tables of a storage account. Nothing is loaded or asked before a table's first use.
 *
 * @param connection - Connection string, with its own endpoints for a local emulator.
 * @returns How to open one by name.
 */
export function openTables(connection: string): OpenTable {
  const opened = new Map<string, Table>()
  return (name) => {
    const table = opened.get(name) ?? openTable(onFirstUse(() => connect(connection, name)))
    opened.set(name, table)
    return table
  }
}

type Client = () => Promise<TableClient>

function openTable(client: Client): Table {
  return {
    get: (key) => get(client, key),
    insert: async (row) => {
      const made = await unless([409], async () => (await client()).createEntity(entity(row)))
      return made ? 'inserted' : 'exists'
    },
    replace: async (row, etag) => {
      const written = await unless([404, 412], async () =>
        (await client()).updateEntity(entity(row), 'Replace', { etag }),
      )
      return written ? 'replaced' : 'changed'
    },
    put: async (row) => {
      await (await client()).upsertEntity(entity(row), 'Replace')
    },
    transact: async (operations) => {
      const actions = operations.map(action)
      let etags: readonly string[] | undefined
      await unless([404, 409, 412], async () => {
        const { subResponses } = await (await client()).submitTransaction(actions)
        etags = subResponses.map(({ etag }) => etag ?? '')
      })
      return etags ?? 'conflict'
    },
    remove: async (key) => {
      await unless([404], async () => (await client()).deleteEntity(key.partition, key.row))
    },
    list: (range) => list(client, range),
  }
}

async function get(client: Client, key: RowKey): Promise<StoredRow | undefined> {
  let found: StoredRow | undefined
  await unless([404], async () => {
    found = stored(await (await client()).getEntity(key.partition, key.row))
  })
  return found
}

async function list(client: Client, range: Range): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = []
  const { limit = Number.POSITIVE_INFINITY } = range
  const found = (await client()).listEntities({ queryOptions: { filter: filterOf(range) } })
  const pages = found.byPage({ maxPageSize: Math.min(limit, 1000) })
  for await (const page of pages) {
    rows.push(...page.map(stored))
    if (rows.length >= limit) break
  }
  return rows.slice(0, limit)
}

function filterOf({ partition, from, before }: Range): string {
  const parts = [`PartitionKey eq ${quoted(partition)}`]
  if (from !== undefined) parts.push(`RowKey ge ${quoted(from)}`)
  if (before !== undefined) parts.push(`RowKey lt ${quoted(before)}`)
  return parts.join(' and ')
}

// OData doubles a quote inside a string.
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function action(operation: Operation): TransactionAction {
  if (operation.kind === 'insert') return ['create', entity(operation.row)]
  if (operation.kind === 'replace') {
    return ['update', entity(operation.row), 'Replace', { etag: operation.etag }]
  }
  if (operation.kind === 'put') return ['upsert', entity(operation.row), 'Replace']
  const { partition, row } = operation.key
  return ['delete', { partitionKey: partition, rowKey: row }]
}

function entity(row: PlacedRow): { partitionKey: string; rowKey: string } {
  return { ...toColumns(row.value), partitionKey: row.partition, rowKey: row.row }
}

type Entity = { readonly partitionKey?: string; readonly rowKey?: string; readonly etag?: string }

function stored(found: Entity): StoredRow {
  const { partitionKey = '', rowKey = '', etag = '', ...columns } = found
  const own = Object.entries(columns).filter(([name]) => /^[a-z][A-Za-z0-9_]*$/.test(name))
  const value = fromColumns(Object.fromEntries(own.filter(([name]) => name !== 'timestamp')))
  return { partition: partitionKey, row: rowKey, etag, value }
}

// False when the service answered one of `codes`. Only the status tells: the code's place in the error varies.
async function unless(codes: readonly number[], run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (codes.includes(statusOf(error))) return false
    throw error
  }
}

function statusOf(error: unknown): number {
  const holds = typeof error === 'object' && error !== null && 'statusCode' in error
  return holds && typeof error.statusCode === 'number' ? error.statusCode : 0
}

async function connect(connection: string, name: string): Promise<TableClient> {
  const { TableClient: client } = await import('@azure/data-tables')
  const options = { allowInsecureConnection: isEmulator(connection) }
  const table = client.fromConnectionString(connection, name, options)
  await table.createTable() // says nothing when it is there
  return table
}

// An emulator on loopback speaks http; with anything else the client insists on https.
function isEmulator(connection: string): boolean {
  const endpoint = /TableEndpoint=([^;]+)/i.exec(connection)?.[1] ?? ''
  return (
    /UseDevelopmentStorage=true/i.test(connection) ||
    /^http:\/\/(127\.0\.0\.1|localhost)[:/]/i.test(endpoint)
  )
}
