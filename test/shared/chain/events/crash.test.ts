import { openEventJournal } from '../../../../shared/chain/events/eventJournal'
import type { SliceEnd } from '../../../../shared/chain/events/pumpStream'
import { streamId } from '../../../../shared/chain/events/stream'
import type { Happened } from '../../../../shared/chain/events/takeDue'
import { takeDue } from '../../../../shared/chain/events/takeDue'
import type { OpenTable, Table } from '../../../../shared/store/table'
import type { EventBed } from '../../../support/eventBed'
import { heldOf, startEventBed } from '../../../support/eventBed'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

class ProcessEndedError extends Error {}

/** Where a process ends: at which call of the table, and on which side of what the call does. */
type Crash = { readonly at: number; readonly side: 'before' | 'after' }

// Tables of a process that ends at one of its calls; from then on every call fails, as in a dead process.
function ending(open: OpenTable, crash: Crash): { open: OpenTable; calls: string[] } {
  const calls: string[] = []
  let ended = false
  const guard =
    <A extends readonly unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (ended) throw new ProcessEndedError(name)
      calls.push(name)
      const here = calls.length === crash.at
      if (here) ended = true
      if (here && crash.side === 'before') throw new ProcessEndedError(name)
      const result = await call(...args)
      if (here) throw new ProcessEndedError(name)
      return result
    }
  const guarded = (table: Table): Table => ({
    get: guard('get', table.get),
    insert: guard('insert', table.insert),
    replace: guard('replace', table.replace),
    put: guard('put', table.put),
    transact: guard('transact', table.transact),
    remove: guard('remove', table.remove),
    list: guard('list', table.list),
  })
  return { open: (name) => guarded(open(name)), calls }
}

describe('a pump whose process ends', () => {
  it('loses and doubles nothing, wherever that was, through a reorganisation too', async () => {
    for (let at = 1, isPast = false; !isPast; at++) {
      for (const side of ['before', 'after'] as const) {
        const stream = await bed.newStream()
        const { open, calls } = ending(bed.openTable, { at, side })
        const dying = bed.pump(stream, { journal: openEventJournal(open) })
        const step = async (pump: () => Promise<SliceEnd>): Promise<void> => {
          await pump().catch((error: unknown) => {
            expect(error).toBeInstanceOf(ProcessEndedError)
          })
        }
        const consumer = bed.consumer(stream, 'instant')
        await bed.emit({ count: 2 })
        await bed.emit({ count: 2 })
        await step(dying)
        await consumer.take()
        await bed.provider.send('anvil_reorg', [1, []])
        await bed.emit()
        await step(dying)
        await consumer.take()
        await bed.pump(stream)()
        await consumer.take()
        expect(consumer.held()).toEqual(await bed.canonical(stream))
        isPast = calls.length < at
      }
    }
  }, 60_000)
})

describe('a consumer whose process ends', () => {
  it('is told again what it had not put behind it, and nothing else', async () => {
    const stream = await bed.newStream()
    await bed.emit({ count: 5 })
    await bed.pump(stream)()
    for (let at = 1, isPast = false; !isPast; at++) {
      for (const side of ['before', 'after'] as const) {
        const name = `c${String(at)}${side}`
        const { open, calls } = ending(bed.openTable, { at, side })
        const told: Happened[][] = []
        const take = async (journal: typeof bed.journal): Promise<void> => {
          const from = await journal.position(streamId(stream), name)
          const request = { position: from.position, depth: 'instant', limit: 3 } as const
          const due = await takeDue(journal, stream, request)
          told.push([...due.happened])
          await journal.advance(streamId(stream), from, due.next)
        }
        await take(openEventJournal(open)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ProcessEndedError)
        })
        for (let turn = 0; turn < 3; turn++) await take(bed.journal)
        const keys = told.flat().map(({ event }) => event.logIndex)
        expect([...new Set(keys)]).toEqual([0, 1, 2, 3, 4])
        const isTwice = told[0]?.length === 3 && told[1]?.[0]?.event.logIndex === 0
        expect(keys).toHaveLength(isTwice ? 8 : 5)
        isPast = calls.length < at
      }
    }
  }, 60_000)
})

describe('two pumps at once', () => {
  it('write every event once: one of them is told that the other was first', async () => {
    const stream = await bed.newStream()
    const pumps = [bed.pump(stream), bed.pump(stream), bed.pump(stream)]
    const ends: SliceEnd[] = []
    for (let block = 0; block < 8; block++) {
      await bed.emit({ count: 3 })
      ends.push(...(await Promise.all(pumps.map((pump) => pump()))))
    }
    await bed.pump(stream)()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(heldOf(consumer.happened)).toEqual(await bed.canonical(stream))
    expect(ends).toContain('contended')
  })
})
