import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Timer } from '@azure/functions'
import { app } from '@azure/functions'
import type { HostClock } from '../../../../local/host/clock'
import { registry } from '../../../../local/host/registry'
import { openDatabase } from '../../../../local/host/store/openDatabase'
import type { TimerStore } from '../../../../local/host/store/timerStore'
import { makeTimerStore } from '../../../../local/host/store/timerStore'
import type { TimerHost } from '../../../../local/host/timers/timerHost'
import { makeTimers } from '../../../../local/host/timers/timerHost'
import type { ManualClock } from '../manualClock'
import { makeManualClock } from '../manualClock'

const MINUTE_IN_MS = 60_000
const HOUR_IN_MS = 60 * MINUTE_IN_MS
const BEGIN_IN_MS = Date.UTC(2026, 0, 5, 12, 0, 30)

type Run = { readonly name: string; readonly timer: Timer; readonly retryCount: number | undefined }

const runs: Run[] = []
let finish: (() => void) | undefined

const record =
  (name: string, run: () => unknown = () => undefined) =>
  async (timer: Timer, context: { readonly retryContext?: { readonly retryCount: number } }) => {
    runs.push({ name, timer, retryCount: context.retryContext?.retryCount })
    await run()
  }

app.timer('hourly', { schedule: '0 0 * * * *', handler: record('hourly') })
app.timer('span', { schedule: '00:10:00', useMonitor: false, handler: record('span') })
app.timer('seconds', { schedule: '*/10 * * * * *', handler: record('seconds') })
app.timer('atStart', { schedule: '0 0 * * * *', runOnStartup: true, handler: record('atStart') })
app.timer('blocks', {
  schedule: '* * * * *',
  handler: record('blocks', () => new Promise<void>((resolve) => (finish = resolve))),
})
app.timer('retries', {
  schedule: '0 0 * * * *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { minutes: 1 } },
  handler: record('retries', () => {
    throw new Error('no')
  }),
})

let folder: string
let clock: ManualClock
let host: TimerHost | undefined
const failures: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timers-'))
  clock = makeManualClock(BEGIN_IN_MS)
  runs.length = 0
  failures.length = 0
})

afterEach(async () => {
  finish?.()
  await host?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(...names: readonly string[]): void {
  startOn(clock, names)
}

function startOn(
  time: HostClock,
  names: readonly string[],
  store: TimerStore = makeTimerStore(openDatabase(join(folder, 'host.db'))),
): void {
  const functions = [...registry.functions.values()].filter(({ id }) => names.includes(id))
  host = makeTimers({
    functions,
    clock: time,
    store,
    clientPayload: () => '',
    onFailure: (name) => failures.push(name),
  })
  host.start()
}

/** Lets what has been started get to where it waits. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function advance(byInMs: number): Promise<void> {
  clock.advance(byInMs)
  await settle()
}

const names = (): string[] => runs.map(({ name }) => name)

describe('makeTimers', () => {
  it('fires at each occurrence, and says when it last did and next will', async () => {
    start('hourly')
    await advance(HOUR_IN_MS)
    await advance(HOUR_IN_MS)
    expect(names()).toEqual(['hourly', 'hourly'])
    expect(runs[0]?.timer).toEqual({
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: '0001-01-01T00:00:00',
        lastUpdated: '2026-01-05T13:00:00.000+00:00',
        next: '2026-01-05T14:00:00.000+00:00',
      },
      isPastDue: false,
    })
    expect(runs[1]?.timer.scheduleStatus.last).toBe('2026-01-05T13:00:00.000+00:00')
  })

  it('fires in time though the clock wakes early, as it does for times that are far', async () => {
    const early = (delayInMs: number): number => Math.min(delayInMs, 20 * MINUTE_IN_MS)
    startOn({ ...clock, setTimer: (delayInMs, run) => clock.setTimer(early(delayInMs), run) }, [
      'hourly',
    ])
    await advance(59 * MINUTE_IN_MS)
    expect(names()).toEqual([])
    await advance(MINUTE_IN_MS)
    expect(names()).toEqual(['hourly'])
  })

  it('fires by a time span, from the start', async () => {
    start('span')
    await advance(10 * MINUTE_IN_MS - 1)
    expect(names()).toEqual([])
    await advance(1)
    expect(names()).toEqual(['span'])
    expect(runs[0]?.timer.scheduleStatus).toBeNull()
  })

  it('makes up for what was missed while the host was down: once, and says so', async () => {
    start('hourly')
    await host?.stop()
    clock.advance(3 * HOUR_IN_MS)
    start('hourly')
    await settle()
    expect(runs.map(({ timer }) => timer.isPastDue)).toEqual([true])
    await advance(HOUR_IN_MS)
    expect(runs.map(({ timer }) => timer.isPastDue)).toEqual([true, false])
  })

  it('makes up for nothing when nothing was missed, or when it fires more often than a minute', async () => {
    start('hourly', 'seconds')
    await advance(HOUR_IN_MS)
    runs.length = 0
    await host?.stop()
    clock.advance(MINUTE_IN_MS)
    start('hourly', 'seconds')
    await settle()
    expect(names()).toEqual([])
  })

  it('makes up for a run that the host did not survive', async () => {
    start('blocks')
    await advance(MINUTE_IN_MS)
    expect(names()).toEqual(['blocks'])
    const store = makeTimerStore(openDatabase(join(folder, 'host.db')))
    // Still the run that has begun: it would be made up for.
    expect(store.getTimer('blocks')?.nextInMs).toBe(BEGIN_IN_MS + MINUTE_IN_MS / 2)
  })

  it('fires at the start when it is told to, and then as scheduled', async () => {
    start('atStart')
    await settle()
    expect(names()).toEqual(['atStart'])
    await advance(HOUR_IN_MS)
    expect(names()).toEqual(['atStart', 'atStart'])
  })

  it('never runs twice at once', async () => {
    start('blocks')
    await advance(MINUTE_IN_MS)
    await advance(10 * MINUTE_IN_MS)
    expect(names()).toEqual(['blocks'])
    finish?.()
    await settle()
    await advance(MINUTE_IN_MS)
    expect(names()).toEqual(['blocks', 'blocks'])
  })

  it('tries again as the function asks, and tells which attempt it is', async () => {
    start('retries')
    await advance(HOUR_IN_MS)
    await advance(MINUTE_IN_MS)
    await advance(MINUTE_IN_MS)
    await advance(MINUTE_IN_MS)
    expect(runs.map(({ retryCount }) => retryCount)).toEqual([undefined, 1, 2])
    expect(failures).toEqual(['retries', 'retries', 'retries'])
  })

  it('stops in the middle of a pause, and makes up for the run that it cut off', async () => {
    start('retries')
    await advance(HOUR_IN_MS)
    await host?.stop()
    const store = makeTimerStore(openDatabase(join(folder, 'host.db')))
    expect(store.getTimer('retries')).toEqual({
      lastInMs: undefined,
      nextInMs: Date.UTC(2026, 0, 5, 13),
      updatedInMs: BEGIN_IN_MS,
    })
    await advance(HOUR_IN_MS)
    expect(names()).toEqual(['retries'])
    start('retries')
    await settle()
    expect(runs.map(({ timer }) => timer.isPastDue)).toEqual([false, true])
  })

  it('goes on when its status cannot be saved, and says so', async () => {
    const store = makeTimerStore(openDatabase(join(folder, 'host.db')))
    let isFull = false
    startOn(clock, ['hourly'], {
      ...store,
      saveTimer: (...args) => {
        if (isFull) throw new Error('disk full')
        store.saveTimer(...args)
      },
    })
    isFull = true
    await advance(HOUR_IN_MS)
    expect(failures).toEqual(['hourly'])
    isFull = false
    await advance(HOUR_IN_MS)
    expect(names()).toEqual(['hourly', 'hourly'])
    expect(failures).toEqual(['hourly'])
  })
})
