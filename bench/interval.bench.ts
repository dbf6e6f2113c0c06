/**
 * How late a slot of a one-second interval fires: `npm run bench -- interval --json`, with `--slots N` other than 300.
 *
 * The embedded host runs timer, workflow and activities on the real clock, over real storage and a real chain, and each
 * slot is delivered to a contract. Beside that, in the same process, clients ask the host over HTTP without a pause. A slot
 * has fired when its wake is durable and its workflow has come to its first activity. The bench fails when a slot is
 * missing, or 99 of 100 are not within a second.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../local/host/clock'
import { installCoreModule } from '../local/host/install'
import { registry } from '../local/host/registry'
import { readHostSettings } from '../local/host/settings'
import type { Host } from '../local/host/startHost'
import { startHost } from '../local/host/startHost'
import { startSamples } from '../local/samples/startSamples'
import { check } from '../shared/activities/check'
import { keep } from '../shared/activities/keep'
import { produce } from '../shared/activities/produce'
import { record } from '../shared/activities/record'
import type { RunInput } from '../shared/activities/result'
import type { EndableRun, PartialRun } from '../shared/activities/submit'
import { submit } from '../shared/activities/submit'
import { OUTCOMES } from '../shared/runs/rows'
import { deliver } from '../shared/workflows/deliver'
import { startEngine } from '../test/support/engine'
import type { DeliveryBed } from './deliveryBed'
import { startDeliveryBed } from './deliveryBed'
import type { Heart } from './heartbeat'
import { heartbeat, wireHeart } from './heartbeat'
import { openLatencies } from './latencies'
import type { Report } from './measure'
import { perSecond, runBench } from './measure'

const CLIENTS = 4
/** Not measured: code is warm then, and connections stand. */
const WARM_UP_IN_SLOTS = 5
const GOAL_IN_MS = 1_000

async function bench(): Promise<Report> {
  const count = slots()
  const bed = await startDeliveryBed(0)
  const samples = await startSamples(0)
  const folder = mkdtempSync(join(tmpdir(), 'interval-bench-'))
  try {
    const heart = await openHeart(bed, samples.port)
    await registerApp(heart)
    const host = await openHost(folder)
    const load = startLoad(host)
    await untilFired(heart, WARM_UP_IN_SLOTS)
    const first = Math.floor(Date.now() / 1000) + 1
    load.restart()
    await untilPast(first + count)
    const asked = await load.stop()
    await host.stop(10_000)
    return await judge(heart, { first, count, asked })
  } finally {
    await Promise.all([bed.stop(), samples.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

function slots(): number {
  const at = process.argv.indexOf('--slots')
  const given = Number(at === -1 ? 300 : process.argv[at + 1])
  if (Number.isInteger(given) && given > 0) return given
  throw new Error('--slots takes a whole number above zero')
}

async function openHeart(bed: DeliveryBed, samplesPort: number): Promise<Heart> {
  const { connection, chainUrl, fixture } = bed
  const engine = startEngine({
    ...{ connection, chainUrl, fixture, definition: heartbeat },
    clock: { nowInMs: Date.now },
    samplesUrl: `http://127.0.0.1:${String(samplesPort)}`,
    wait: (inMs) => new Promise((resolve) => setTimeout(resolve, inMs)),
  })
  await engine.ports.runs.subscriptions.admit({
    ...engine.subscription,
    ...{ cryplet: 'heartbeat', budgetInWei: String(10n ** 18n) },
    activatedAt: Math.floor(Date.now() / 1000),
  })
  return wireHeart(engine)
}

// As functions/engine and functions/cryplets do it, over these ports. Loaded late: the host's module must be there first.
async function registerApp(heart: Heart): Promise<void> {
  installCoreModule()
  const { app } = await import('@azure/functions')
  const durable = await import('durable-functions')
  const { timerCryplet } = await import('../shared/triggers/timerCryplet')
  const { instancesOf } = await import('../shared/triggers/instances')
  const { activity } = await import('../shared/triggers/activity')
  const { ports } = heart
  durable.app.orchestration('deliver', deliver)
  activity({
    name: 'produce',
    run: (input: RunInput) => {
      heart.noteBegin(input.wakeId)
      return produce(ports, input)
    },
  })
  activity({ name: 'submit', run: (input: PartialRun) => submit(ports, input) })
  activity({ name: 'check', run: (input: RunInput) => check(ports, input) })
  activity({ name: 'record', run: (input: EndableRun) => record(ports, input) })
  durable.app.client.timer('keeper', {
    ...{ schedule: '* * * * * *', useMonitor: false },
    handler: (_timer, client) => keep(ports, instancesOf(client)),
  })
  timerCryplet(heartbeat, () => ({ tick: (_name, { instances }) => heart.tick(instances) }))
  app.http('hello', { handler: () => ({ body: 'hello' }) })
}

function openHost(folder: string): Promise<Host> {
  return startHost({
    functions: [...registry.functions.values()],
    settings: { ...readHostSettings(folder, {}), hubName: 'BenchHub' },
    env: {},
    databaseFile: join(folder, 'host.db'),
    clock: systemClock,
    port: 0,
    keys: undefined,
    maxBodyInBytes: 1_000_000,
  })
}

type LoadCount = { readonly perSecond: number; readonly broken: number }

type Load = {
  /** Counts from here on. */
  readonly restart: () => void
  /** Ends it, and gives how many requests a second were answered, and how many were not. */
  readonly stop: () => Promise<LoadCount>
}

function startLoad({ port }: Host): Load {
  const url = `http://127.0.0.1:${String(port)}/api/hello`
  let isOver = false
  let asked = 0
  let broken = 0
  let beganAtInMs = Date.now()
  const client = async (): Promise<void> => {
    while (!isOver) {
      try {
        await (await fetch(url)).text()
        asked++
      } catch {
        // As of a connection that the host closes while it is taken again: told among the figures.
        broken++
      }
    }
  }
  const clients = Array.from({ length: CLIENTS }, client)
  return {
    restart: () => {
      asked = 0
      broken = 0
      beganAtInMs = Date.now()
    },
    stop: async () => {
      const count = { perSecond: perSecond(asked, Date.now() - beganAtInMs), broken }
      isOver = true
      await Promise.all(clients)
      return count
    },
  }
}

async function untilFired({ firings }: Heart, count: number): Promise<void> {
  const deadline = Date.now() + 60_000
  while ([...firings.values()].filter(({ begun }) => begun !== undefined).length < count) {
    if (Date.now() > deadline) throw new Error('no slot fires')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

// Two seconds more than the last slot, so that one that is late is late and not missing.
async function untilPast(slot: number): Promise<void> {
  const leftInMs = (slot + 2) * 1000 - Date.now()
  await new Promise((resolve) => setTimeout(resolve, leftInMs))
}

type Window = { readonly first: number; readonly count: number; readonly asked: LoadCount }

async function judge(heart: Heart, { first, count, asked }: Window): Promise<Report> {
  const slotsInWindow = Array.from({ length: count }, (_, index) => first + index)
  const woken = openLatencies()
  const begun = openLatencies()
  const missing: number[] = []
  let latest = 0
  for (const slot of slotsInWindow) {
    const firing = heart.firings.get(slot)
    if (firing?.woken === undefined || firing.begun === undefined) missing.push(slot)
    else {
      woken.add(firing.woken)
      begun.add(firing.begun)
      latest = Math.max(latest, firing.begun)
    }
  }
  const p99 = begun.quantile(0.99)
  return {
    figures: {
      slots: count - missing.length,
      'ms until a slot has fired, p50': begun.quantile(0.5),
      'ms until a slot has fired, p99': p99,
      'ms until a slot has fired, most': latest,
      'ms until its wake is durable, p50': woken.quantile(0.5),
      'ms until its wake is durable, p99': woken.quantile(0.99),
      'HTTP requests per second meanwhile': asked.perSecond,
      'HTTP requests broken off': asked.broken,
      ...(await outcomesOf(heart, first)),
    },
    ratios: {},
    faults: [
      ...(missing.length === 0 ? [] : [`no firing of ${missing.join(', ')}`]),
      ...(asked.perSecond > 0 ? [] : ['there was no load']),
      ...(p99 <= GOAL_IN_MS ? [] : [`p99 is ${String(p99)} ms, and must be ${String(GOAL_IN_MS)}`]),
    ],
  }
}

async function outcomesOf({ ports }: Heart, first: number): Promise<Record<string, number>> {
  const { deliveries } = ports.runs
  const { deliveryIds } = await deliveries.list({ limit: 10_000 })
  const counts = new Map<string, number>()
  for (const id of deliveryIds) {
    const delivery = await deliveries.require(id)
    if (delivery.slot < first) continue
    const outcome = (await deliveries.getEnd(delivery))?.outcome ?? 'open'
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  const words = ['open', ...OUTCOMES].filter((word) => counts.has(word))
  return Object.fromEntries(words.map((word) => [`deliveries ${word}`, counts.get(word) ?? 0]))
}

runBench(bench)
