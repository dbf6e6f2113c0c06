import { openTables } from '../../../shared/store/openTables'
import type { Table } from '../../../shared/store/table'
import { insertFirst } from '../../../shared/store/table'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let table: Table

beforeAll(async () => {
  azurite = await startAzurite()
  table = openTables(azurite.connection)('things')
})

afterAll(() => azurite.stop())

describe('openTables', () => {
  it('gives a row back as it was stored, however long or nested', async () => {
    const value = {
      text: 'a',
      count: 4_102_444_800, // after 2038: no Int32
      flag: false,
      list: [1, { b: 'c' }],
      long: 'é'.repeat(70_000),
    }
    await table.insert({ partition: 'p1', row: 'r', value: { ...value, nothing: undefined } })
    expect((await table.get({ partition: 'p1', row: 'r' }))?.value).toEqual(value)
  })

  it('never overwrites by an insert', async () => {
    expect(await table.insert({ partition: 'p2', row: 'r', value: { n: 1 } })).toBe('inserted')
    expect(await table.insert({ partition: 'p2', row: 'r', value: { n: 2 } })).toBe('exists')
    expect(await insertFirst(table, { partition: 'p2', row: 'r', value: { n: 3 } })).toEqual({
      first: false,
      value: { n: 1 },
    })
  })

  it('replaces only the row that was seen', async () => {
    const key = { partition: 'p3', row: 'r' }
    await table.insert({ ...key, value: { n: 1 } })
    const seen = await table.get(key)
    expect(await table.replace({ ...key, value: { n: 2 } }, seen?.etag ?? '')).toBe('replaced')
    expect(await table.replace({ ...key, value: { n: 3 } }, seen?.etag ?? '')).toBe('changed')
    expect((await table.get(key))?.value).toEqual({ n: 2 })
  })

  it('replaces nothing that is not there', async () => {
    const missing = { partition: 'p3', row: 'missing', value: {} }
    expect(await table.replace(missing, 'W/"x"')).toBe('changed')
  })

  it('does all of a transaction or nothing', async () => {
    await table.insert({ partition: 'p4', row: 'there', value: {} })
    const insert = (row: string) =>
      ({ kind: 'insert', row: { partition: 'p4', row, value: {} } }) as const
    expect(await table.transact([insert('new'), insert('there')])).toBe('conflict')
    expect(await table.get({ partition: 'p4', row: 'new' })).toBeUndefined()
    const remove = { kind: 'remove', key: { partition: 'p4', row: 'there' } } as const
    const etags = await table.transact([insert('new'), remove])
    const [left, ...others] = await table.list({ partition: 'p4' })
    expect({ row: left?.row, others, etags }).toEqual({
      row: 'new',
      others: [],
      etags: [left?.etag, ''],
    })
  })

  it('lists a range of one partition in the order of its keys', async () => {
    for (const row of ['b', 'a', 'c', "d'"]) {
      await table.insert({ partition: "p5'", row, value: {} })
    }
    const keys = async (range: object) =>
      (await table.list({ partition: "p5'", ...range })).map(({ row }) => row)
    expect(await keys({})).toEqual(['a', 'b', 'c', "d'"])
    expect(await keys({ from: 'b', before: "d'" })).toEqual(['b', 'c'])
    expect(await keys({ limit: 2 })).toEqual(['a', 'b'])
  })

  it('lists beyond a page of a thousand', async () => {
    for (let page = 0; page < 11; page++) {
      const rows = Array.from({ length: 100 }, (_, i) => String(page * 100 + i).padStart(6, '0'))
      await table.transact(
        rows.map((row) => ({ kind: 'insert', row: { partition: 'p6', row, value: {} } })),
      )
    }
    expect(await table.list({ partition: 'p6' })).toHaveLength(1100)
  })

  it('removes a row once, and says nothing when it is gone', async () => {
    const key = { partition: 'p7', row: 'r' }
    await table.insert({ ...key, value: {} })
    await table.remove(key)
    await table.remove(key)
    expect(await table.get(key)).toBeUndefined()
  })

  it('refuses a number that might come back as another', async () => {
    const row = { partition: 'p8', row: 'r', value: { n: 2 ** 53 } }
    await expect(table.insert(row)).rejects.toThrow('n: expected a safe integer')
  })
})
