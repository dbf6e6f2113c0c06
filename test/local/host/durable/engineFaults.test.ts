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
const throwing = (name: string, thrown: unknown): void => {
  df.app.orchestration(name, function* () {
    throw thrown
  })
}
throwing('throwsError', new Error('it broke'))
throwing('throwsNoMessage', new Error(''))
throwing('throwsText', 'a text')
throwing('throwsLabel', new Error('\n\n$OutOfProcData$:x'))
df.app.orchestration('crashes', function () {
  throw new Error('\n\n$OutOfProcData$:x')
} as never)
df.app.orchestration('catches', function* (context) {
  try {
    yield context.df.callActivity('throws', context.df.getInput())
  } catch (error) {
    return (error as Error).message.split(' \n ')[0]
  }
  return undefined
})
const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic
const thrown: Readonly<Record<string, unknown>> = {
  cyclic,
  bigint: { n: 1n },
  bare: Object.create(null),
  json: { n: 1 },
  symbol: Symbol('s'),
}
df.app.activity('throws', {
  handler: ({ what }: { what: string }) => {
    throw thrown[what]
  },
})

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

type Bed = { readonly store: DurableStore; readonly errors: readonly unknown[] }

// Runs one instance to its end.
async function runToEnd(
  id: string,
  start: { readonly name: string; readonly input?: unknown },
  wrap = (store: DurableStore) => store,
): Promise<Bed> {
  const store = makeSqliteStore(openDatabase(join(folder, `${id}.db`)))
  const clock = makeManualClock(Date.UTC(2026, 0, 5))
  const errors: unknown[] = []
  const engine = new DurableEngine({
    store: wrap(store),
    clock,
    functions: findDurableFunctions([...registry.functions.values()]),
    maxConcurrentActivities: 1,
    maxConcurrentOrchestrations: 1,
    clientPayload: () => '{}',
    onFailure: (_, error) => errors.push(error),
  })
  engine.start()
  const { name, input } = start
  engine.create({ id, name, version: null, input: JSON.stringify(input ?? null) })
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    if (/ed$/.test(store.getInstance(id)?.status ?? '')) break
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(100)
  }
  await engine.stop()
  return { store, errors }
}

describe('an engine whose disk was full', () => {
  // 1 starts the instance; 2, 4 are turns, 3 the end of the activity.
  it.each([2, 3, 4])('at commit %i tries again and gets there', async (nth) => {
    const id = `full${String(nth)}`
    const { store, errors } = await runToEnd(id, { name: 'works' }, (whole) =>
      failingStore(whole, nth),
    )
    expect(store.getInstance(id)).toMatchObject({ status: 'Completed', output: '"done"' })
    expect(errors).toEqual([new Error('disk full')])
  })
})

describe('an orchestrator that fails', () => {
  it.each([
    ['throwsError', 'it broke'],
    ['throwsNoMessage', 'it threw something that has no message.'],
    ['throwsText', 'it threw something that has no message.'],
    ['throwsLabel', '\n\n$OutOfProcData$:x'],
    ['crashes', '\n\n$OutOfProcData$:x'],
  ])('ends its instance and is reported: %s', async (name, message) => {
    const { store, errors } = await runToEnd(name, { name })
    const output = `Orchestrator function '${name}' failed: ${message}`
    expect(store.getInstance(name)).toMatchObject({ status: 'Failed', output })
    expect(errors).toEqual([output])
  })
})

describe('an activity that fails', () => {
  it.each([
    ['cyclic', '<ref *1> { self: [Circular *1] }'],
    ['bigint', '{ n: 1n }'],
    ['bare', '{}'],
    ['json', '{"n":1}'],
    ['symbol', 'Symbol(s)'],
  ])('does so once, whatever it throws: %s', async (what, message) => {
    const { store, errors } = await runToEnd(what, { name: 'catches', input: { what } })
    const output = JSON.stringify(`Activity function 'throws' failed:  ${message}`)
    expect(store.getInstance(what)).toMatchObject({ status: 'Completed', output })
    expect(errors).toEqual([thrown[what]])
  })
})
