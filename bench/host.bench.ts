/**
 * What the embedded host costs: `npm run bench -- host --json`.
 *
 * Runs an app in the host's own process, without a network between where a figure does not name one. Each figure is the
 * median of several samples.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../local/host/clock'
import { DurableEngine } from '../local/host/durable/engine'
import { findDurableFunctions } from '../local/host/durable/functions'
import { isFinished } from '../local/host/durable/model'
import { installCoreModule } from '../local/host/install'
import { registry } from '../local/host/registry'
import { readHostSettings } from '../local/host/settings'
import { startHost } from '../local/host/startHost'
import { openDatabase } from '../local/host/store/openDatabase'
import { makeSqliteStore } from '../local/host/store/sqliteStore'
import type { Figures, Report } from './measure'
import { median, perSecond, repeat, round, runBench, timed } from './measure'

const CHAINS = 500
const REQUESTS = 2000
const CLIENTS = 8
const SAMPLES = 3

async function registerApp(): Promise<void> {
  installCoreModule()
  const { app } = await import('@azure/functions')
  const df = await import('durable-functions')
  df.app.activity('increment', { handler: ({ n }: { n: number }) => n + 1 })
  df.app.orchestration('steps', function* (context) {
    const { steps } = context.df.getInput<{ steps: number }>()
    let n = 0
    for (let step = 0; step < steps; step += 1) {
      n = (yield context.df.callActivity('increment', { n })) as number
    }
    return n
  })
  app.http('hello', { handler: () => ({ body: 'hello' }) })
}

async function benchOrchestrations(folder: string): Promise<Figures> {
  const store = makeSqliteStore(openDatabase(join(folder, 'engine.db')))
  const engine = new DurableEngine({
    store,
    clock: systemClock,
    functions: findDurableFunctions([...registry.functions.values()]),
    maxConcurrentActivities: 20,
    maxConcurrentOrchestrations: 20,
    clientPayload: () => '{}',
    onFailure: (_, error) => {
      throw error
    },
  })
  engine.start()
  const runOne = async (steps: number): Promise<void> => {
    const id = engine.create({ name: 'steps', version: null, input: JSON.stringify({ steps }) })
    await engine.wait(id, 60_000)
    const status = store.getInstance(id)?.status
    if (status === undefined || !isFinished(status)) throw new Error(`${id} did not end.`)
  }
  const runMany = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, () => runOne(3)))
  await runMany(100)
  const manyInMs = await medianOf(() => runMany(CHAINS))
  const tenInMs = await medianOf(() => runOne(10))
  const hundredInMs = await medianOf(() => runOne(100))
  await engine.stop()
  return {
    'orchestrations of 3 activities per second': perSecond(CHAINS, manyInMs),
    'ms per step, 10 steps': round(tenInMs / 10),
    'ms per step, 100 steps': round(hundredInMs / 100),
  }
}

async function benchHttp(folder: string): Promise<Figures> {
  const host = await startHost({
    functions: [...registry.functions.values()],
    settings: {
      ...readHostSettings(folder, {}),
      hubName: 'BenchHub',
      functionTimeoutInMs: Infinity,
    },
    env: {},
    databaseFile: join(folder, 'http.db'),
    clock: systemClock,
    port: 0,
    keys: undefined,
    maxBodyInBytes: 1_000_000,
  })
  const url = `http://127.0.0.1:${String(host.port)}/api/hello`
  const request = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) await (await fetch(url)).text()
  }
  await request(100)
  const elapsedInMs = await medianOf(() =>
    Promise.all(Array.from({ length: CLIENTS }, () => request(REQUESTS / CLIENTS))),
  )
  const base = `http://127.0.0.1:${String(host.port)}/runtime/webhooks/durabletask/orchestrators`
  const start = () => fetch(`${base}/steps`, { method: 'POST', body: '{"steps":100}' })
  await Promise.all(Array.from({ length: 20 }, start))
  const busyInMs = await medianOf(() => request(1), 20)
  await host.stop(10_000)
  return {
    'HTTP requests per second': perSecond(REQUESTS, elapsedInMs),
    'ms per HTTP request while 20 orchestrations run': round(busyInMs),
  }
}

async function medianOf(run: () => Promise<unknown>, count = SAMPLES): Promise<number> {
  return median(await repeat(count, () => timed(run)))
}

async function bench(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'host-bench-'))
  try {
    await registerApp()
    const figures = { ...(await benchOrchestrations(folder)), ...(await benchHttp(folder)) }
    return { figures, ratios: {} }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

runBench(bench)
