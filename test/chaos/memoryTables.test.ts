import { openTables } from '../../shared/store/openTables'
import type { Operation, StoredRow, Table } from '../../shared/store/table'
import type { Azurite } from '../support/azurite'
import { startAzurite } from '../support/azurite'
import type { Random } from '../support/random'
import { openRandom } from '../support/random'
import { openMemoryTables } from './memoryTables'

// Processes start, and others may be busy on this machine.
jest.setTimeout(120_000)

const STEPS = 400
const ROWS = ['open-a', 'open-b', 'open.', 'A', 'head', '~', 'entry-000']

let azurite: Azurite

beforeAll(async () => {
  azurite = await startAzurite()
})

afterAll(() => azurite.stop())

/** The same call for both tables; what differs by nature is the etag, so each has its own of the same read. */
type Step = (table: Table, etagOf: (row: string) => string) => Promise<unknown>

function drawStep(random: Random): Step {
  const partition = random.pick(['p', 'q'])
  const [row, other] = [random.pick(ROWS), random.pick(ROWS)]
  const value = { count: random.between(0, 9), list: [random.pick(ROWS), 'é'], nothing: undefined }
  const key = { partition, row }
  const transaction = (etag: string): readonly Operation[] => {
    const second = { partition, row: `${other}x`, value }
    return [
      random.pick<Operation>([
        { kind: 'replace', row: { ...key, value }, etag },
        { kind: 'insert', row: { ...key, value } },
        { kind: 'remove', key },
        { kind: 'put', row: { ...key, value } },
      ]),
      random.pick<Operation>([
        { kind: 'insert', row: second },
        { kind: 'put', row: second },
        { kind: 'remove', key: second },
      ]),
    ]
  }
  const operations = transaction('?')
  const range = random.pick([{}, { from: row }, { from: row, before: other }, { limit: 2 }])
  return random.pick<Step>([
    async (table) => withoutEtag(await table.get(key)),
    (table) => table.insert({ ...key, value }),
    (table, etagOf) => table.replace({ ...key, value }, etagOf(row)),
    (table) => table.put({ ...key, value }),
    (table) => table.remove(key),
    async (table) => (await table.list({ partition, ...range })).map(withoutEtag),
    async (table, etagOf) => {
      const named = operations.map((one) =>
        one.kind === 'replace' ? { ...one, etag: etagOf(row) } : one,
      )
      return isEachCurrent(table, named, await table.transact(named))
    },
  ])
}

// Etags differ from store to store: what counts is that each is that of its row.
async function isEachCurrent(
  table: Table,
  operations: readonly Operation[],
  etags: Awaited<ReturnType<Table['transact']>>,
): Promise<readonly boolean[] | 'conflict'> {
  if (etags === 'conflict') return etags
  return Promise.all(
    operations.map(async (one, index) => {
      const stored = await table.get(one.kind === 'remove' ? one.key : one.row)
      return etags[index] === (stored?.etag ?? '')
    }),
  )
}

function withoutEtag(stored: StoredRow | undefined): object | undefined {
  if (stored === undefined) return undefined
  const { partition, row, value } = stored
  return { partition, row, value }
}

// The etags as they were some steps ago: often right, often stale.
async function readEtags(table: Table): Promise<ReadonlyMap<string, string>> {
  const rows = await table.list({ partition: 'p' })
  return new Map(rows.map(({ row, etag }) => [row, etag]))
}

describe('openMemoryTables', () => {
  it('answers as Azurite does, whatever it is asked in whatever order', async () => {
    const random = openRandom(1)
    const tables = [
      openTables(azurite.connection)('things'),
      openMemoryTables(() => undefined).openTable('things'),
    ]
    let etags = await Promise.all(tables.map(readEtags))
    for (let step = 0; step < STEPS; step++) {
      if (random.chance(0.3)) etags = await Promise.all(tables.map(readEtags))
      const ask = drawStep(random)
      const [real, ours] = await Promise.all(
        tables.map((table, index) =>
          ask(
            table,
            (row) => etags[index]?.get(row) ?? 'W/"datetime\'2026-01-01T00%3A00%3A00.0000000Z\'"',
          ),
        ),
      )
      expect({ step, answer: ours }).toEqual({ step, answer: real })
    }
  })

  it('refuses transactions that the service refuses', async () => {
    const table = openMemoryTables(() => undefined).openTable('things')
    const insert = (row: string, partition = 'p'): Operation => {
      return { kind: 'insert', row: { partition, row, value: {} } }
    }
    const many = Array.from({ length: 101 }, (_, index) => insert(String(index)))
    await expect(table.transact(many)).rejects.toThrow('101 operations')
    await expect(table.transact([insert('a'), insert('a')])).rejects.toThrow('InvalidInput')
    await expect(table.transact([insert('a'), insert('b', 'q')])).rejects.toThrow('InvalidInput')
    expect(await table.list({ partition: 'p' })).toEqual([])
  })
})
