import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as df from 'durable-functions'
import { DurableEngine } from '../../../../local/host/durable/engine'
import { findDurableFunctions } from '../../../../local/host/durable/functions'
import type { DurableStore } from '../../../../local/host/durable/model'
import { registry } from '../../../../local/host/registry'
import { openDatabase } from '../../../../local/host/store/openDatabase'
import { makeSqliteStore } from '../../../../local/host/store/sqliteStore'
import { makeManualClock } from '../manualClock'

df.app.orchestration('works', function* (context) {
  const result: unknown = yield context.df.callActivity('work', {})
  return result
})
df.app.activity('work', { handler: () => 'done' })

const folder = mkdtempSync(join(tmpdir(), 'engine-faults-'))

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

// A store whose n-th commit fails, once.
function failingStore(store: DurableStore, nth: number): DurableStore {
  let commits = 0
  return {
    ...store,
    commit: (steps) => {
      commits += 1
      if (commits === nth) throw new Error('disk full')
      store.commit(steps)
    },
  }
}

describe('an engine whose disk was full', () => {
  // 1 starts the instance; 2, 4 are turns, 3 the end of the activity.
  it.each([2, 3, 4])('at commit %i tries again and gets there', async (nth) => {
    const store = makeSqliteStore(openDatabase(join(folder, `${String(nth)}.db`)))
    const clock = makeManualClock(Date.UTC(2026, 0, 5))
    const errors: unknown[] = []
    const engine = new DurableEngine({
      store: failingStore(store, nth),
      clock,
      functions: findDurableFunctions([...registry.functions.values()]),
      maxConcurrentActivities: 1,
      maxConcurrentOrchestrations: 1,
      clientPayload: () => '{}',
      onFailure: (_, error) => errors.push(error),
    })
    engine.start()
    const id = engine.create({ name: 'works', version: null, input: null })
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
      if (store.getInstance(id)?.status === 'Completed') break
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(100)
    }
    expect(store.getInstance(id)).toMatchObject({ status: 'Completed', output: '"done"' })
    expect(errors).toEqual([new Error('disk full')])
    await engine.stop()
  })
})
