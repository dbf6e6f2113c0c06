/** Two engines over one file, one after the other, as after a restart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as df from 'durable-functions'
import { DurableEngine } from '../../../../local/host/durable/engine'
import { eventType } from '../../../../local/host/durable/events'
import { findDurableFunctions } from '../../../../local/host/durable/functions'
import { registry } from '../../../../local/host/registry'
import { openDatabase } from '../../../../local/host/store/openDatabase'
import { makeSqliteStore } from '../../../../local/host/store/sqliteStore'
import type { ManualClock } from '../manualClock'
import { makeManualClock } from '../manualClock'

const HOUR_IN_MS = 3_600_000
const BEGIN_IN_MS = Date.UTC(2026, 0, 5)

df.app.orchestration('races', function* (context) {
  const timer = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + 2 * HOUR_IN_MS),
  )
  const event = context.df.waitForExternalEvent('e')
  const first: unknown = yield context.df.Task.any([timer, event])
  if (first === timer) return 'timer'
  timer.cancel()
  return 'event'
})
df.app.orchestration('waits', function* (context) {
  const data: unknown = yield context.df.waitForExternalEvent('e')
  return data
})

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'message-order-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function open(clock: ManualClock): {
  readonly engine: DurableEngine
  readonly reaches: (id: string, status: string) => Promise<void>
  readonly outputOf: (id: string) => string | null | undefined
} {
  const store = makeSqliteStore(openDatabase(join(folder, 'host.db')))
  const engine = new DurableEngine({
    store,
    clock,
    functions: findDurableFunctions([...registry.functions.values()]),
    maxConcurrentActivities: 1,
    maxConcurrentOrchestrations: 1,
    clientPayload: () => '{}',
    onFailure: (_, error) => {
      throw error
    },
  })
  const reaches = async (id: string, status: string): Promise<void> => {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
      if (store.getInstance(id)?.status === status) return
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error(`${id} is not ${status}.`)
  }
  return { engine, reaches, outputOf: (id) => store.getInstance(id)?.output }
}

const event = { EventType: eventType.eventRaised, Name: 'e', Input: '1' } as const

describe('messages', () => {
  it('are taken in the order in which they became visible: an event before a later deadline', async () => {
    const clock = makeManualClock(BEGIN_IN_MS)
    const before = open(clock)
    before.engine.start()
    before.engine.create({ id: 'one', name: 'races', version: null, input: null })
    await before.reaches('one', 'Running')
    await before.engine.stop()
    clock.advance(HOUR_IN_MS)
    // Accepted while no turn is taken, as when the process dies right behind it.
    before.engine.send('one', event)
    clock.advance(2 * HOUR_IN_MS)
    const after = open(clock)
    after.engine.start()
    await after.reaches('one', 'Completed')
    expect(after.outputOf('one')).toBe('"event"')
    await after.engine.stop()
  })

  it('begin with the start of the instance, though the clock went back behind it', async () => {
    const before = open(makeManualClock(BEGIN_IN_MS))
    await before.engine.stop()
    before.engine.create({ id: 'one', name: 'waits', version: null, input: null })
    const behind = open(makeManualClock(BEGIN_IN_MS - HOUR_IN_MS))
    await behind.engine.stop()
    behind.engine.send('one', event)
    const after = open(makeManualClock(BEGIN_IN_MS + HOUR_IN_MS))
    after.engine.start()
    await after.reaches('one', 'Completed')
    expect(after.outputOf('one')).toBe('1')
    await after.engine.stop()
  })
})
