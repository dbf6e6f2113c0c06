import type { Log } from '../../shared/core/log'
import { formatLine } from '../../shared/core/log'
import type { OpenTable, Table } from '../../shared/store/table'
import type { MemoryTables, SyncTable } from './memoryTables'
import type { Life, World } from './world'

export async function waitIn(world: World, life: Life, inMs: number): Promise<void> {
  await world.sleep(inMs)
  // Whoever is gone does not wake up.
  if (life.isOver) await new Promise(() => undefined)
}

export function tablesOf(world: World, tables: MemoryTables, life: Life): OpenTable {
  const { faults } = world
  return (name) => {
    const table = tables.open(name)
    const pass = <T>(what: string, effect: () => T): Promise<T> =>
      world.pass(life, `${what} ${name}`, () => {
        if (faults.strikes('throttled')) throw new Error('503 ServerBusy')
        return effect()
      })
    // The client repeats by itself when an answer is lost, and meets its own first write.
    const twice = <T>(what: string, effect: () => T): Promise<T> =>
      pass(what, () => {
        if (faults.strikes('ownConflict')) effect()
        return effect()
      })
    const { get, insert, replace, put, transact, remove, list }: SyncTable = table
    const faulty: Table = {
      get: (key) => pass('get', () => get(key)),
      insert: (row) => twice('insert', () => insert(row)),
      replace: (row, etag) => twice('replace', () => replace(row, etag)),
      put: (row) =>
        pass('put', () => {
          put(row)
        }),
      transact: (operations) => twice('transact', () => transact(operations)),
      remove: (key) =>
        pass('remove', () => {
          remove(key)
        }),
      list: (range) => pass('list', () => list(range)),
    }
    return faulty
  }
}

export function logOf(world: World, life: Life): Log {
  const say: Log['info'] = (message, fields) => {
    world.trace(() => `${life.name}: ${formatLine(message, fields)}`)
  }
  return { debug: say, info: say, warn: say, error: say }
}
