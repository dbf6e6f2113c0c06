import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../local/host/clock'
import { installCoreModule } from '../local/host/install'
import { registry } from '../local/host/registry'
import { readHostSettings } from '../local/host/settings'
import { startHost } from '../local/host/startHost'
import { startSamples } from '../local/samples/startSamples'
import { check } from '../shared/activities/check'
import { keep } from '../shared/activities/keep'
import type { ActivityPorts } from '../shared/activities/ports'
import { produce } from '../shared/activities/produce'
import { pumpEvents } from '../shared/activities/pumpEvents'
import { record } from '../shared/activities/record'
import type { RunInput } from '../shared/activities/result'
import type { EndableRun, PartialRun } from '../shared/activities/submit'
import { submit } from '../shared/activities/submit'
import { work } from '../shared/activities/work'
import type { LaneRing } from '../shared/bus/doorbell'
import type { Hex } from '../shared/core/hex'
import { priceOnRequest } from '../shared/cryplets/priceOnRequest'
import type { Pumping } from '../shared/fabricPump'
import { openPumping } from '../shared/fabricPump'
import type { Instances } from '../shared/runs/instances'
import { openTables } from '../shared/store/openTables'
import { deliver } from '../shared/workflows/deliver'
import { startEngine } from '../test/support/engine'
import type { DeliveryBed } from './deliveryBed'
import type { Answered, Asker } from './question'
import { ASKER_ABI, deployAsker } from './question'
import type { Stages } from './stages'
import { openStages } from './stages'

/** The fabric that answers. */
export type AnsweringHost = {
  readonly answer: () => Promise<Answered>
  /** When the last answer's run came where. */
  readonly stages: Stages
  readonly stop: () => Promise<void>
}

/**
 * Starts an embedded host that answers a PriceAsker: pump, workflow, activities and lane as the fabric wires them, on the
 * real clock, over real storage and a real chain; the enclave is in this process, and lanes are rung at in it.
 *
 * @param bed - Where.
 * @returns The host; it pumps.
 */
export async function startAnsweringHost(bed: DeliveryBed): Promise<AnsweringHost> {
  const samples = await startSamples(0)
  const asker = await deployAsker(bed)
  const stages = openStages()
  const ports = await openPorts(bed, { asker, stages, samplesPort: samples.port })
  await registerApp(ports, openPumpOf(bed))
  const folder = mkdtempSync(join(tmpdir(), 'events-bench-'))
  const host = await openHost(folder)
  const topic = ASKER_ABI.getEvent('PriceAnswered')?.topicHash as Hex
  return {
    stages,
    answer: async () => {
      stages.restart()
      return asker.askAndAwait({
        address: asker.address,
        topicsOf: (requestId) => [topic, requestId],
      })
    },
    stop: async () => {
      await host.stop(10_000)
      await samples.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Parts = { readonly asker: Asker; readonly stages: Stages; readonly samplesPort: number }

async function openPorts(
  bed: DeliveryBed,
  { asker, stages, samplesPort }: Parts,
): Promise<ActivityPorts> {
  const { connection, chainUrl, fixture } = bed
  const { address, subscription } = asker
  const engine = startEngine({
    ...{ connection, chainUrl, definition: priceOnRequest, clock: { nowInMs: Date.now } },
    fixture: { ...fixture, goldNote: address, subscription },
    samplesUrl: `http://127.0.0.1:${String(samplesPort)}`,
    // As the fabric has it for a chain that mines on demand.
    quietRefusalInMs: 3_000,
    wait,
  })
  const { chainId } = fixture.domain
  await engine.ports.runs.subscriptions.admit({
    ...engine.subscription,
    ...{ cryplet: 'priceOnRequest', callback: 'answer(bytes32,int256)', mode: 'each' },
    ...{ maxAgeInSeconds: 3_600, budgetInWei: String(10n ** 18n), requiresAnchor: true },
    activatedAt: Math.floor(Date.now() / 1000),
    listensTo: { chainId, address, fromBlock: asker.deployedIn, depth: 'instant' },
  })
  return { ...engine.ports, log: stages.log }
}

function openPumpOf({ connection, chainUrl, fixture }: DeliveryBed): Pumping['ports'] {
  const chain = {
    ...{ chainId: fixture.domain.chainId, rpcUrls: [chainUrl] as const, quorum: 1 },
    ...{
      registry: fixture.registry,
      minesOnDemand: true,
      provesByReceipts: true,
      confirmations: 0,
      inFlight: 16,
    },
  }
  const parts = { openTable: openTables(connection), clock: { nowInMs: Date.now }, wait }
  return openPumping({ ...parts, chains: [chain] }).ports
}

// As functions/engine does it, over these ports. Loaded late: the host's module must be there first.
async function registerApp(given: ActivityPorts, pumping: Pumping['ports']): Promise<void> {
  installCoreModule()
  const { app } = await import('durable-functions')
  const { instancesOf } = await import('../shared/triggers/instances')
  const { activity } = await import('../shared/triggers/activity')
  const lane = openRing(given)
  const ports: ActivityPorts = { ...given, doorbell: { ring: lane.ring } }
  app.orchestration('deliver', deliver)
  activity({ name: 'produce', run: (input: RunInput) => produce(ports, input) })
  activity({ name: 'submit', run: (input: PartialRun) => submit(ports, input) })
  activity({ name: 'check', run: (input: RunInput) => check(ports, input) })
  activity({ name: 'record', run: (input: EndableRun) => record(ports, input) })
  const eachSecond = { schedule: '* * * * * *', useMonitor: false }
  app.client.timer('keeper', {
    ...eachSecond,
    handler: (_timer, client) => {
      lane.serve(instancesOf(client))
      return keep(ports, instancesOf(client))
    },
  })
  app.client.timer('pump', {
    ...eachSecond,
    handler: (_timer, client) => {
      lane.serve(instancesOf(client))
      return pumpEvents({ ...ports, ...pumping, instances: instancesOf(client) })
    },
  })
}

type Ring = {
  readonly ring: (lane: LaneRing) => Promise<void>
  readonly serve: (instances: Instances) => void
}

// As the broker has it for the one lane there is: worked at once, one ring after the other.
function openRing(ports: ActivityPorts): Ring {
  let engine: Instances | undefined
  let working = Promise.resolve()
  return {
    serve: (instances) => {
      engine = instances
    },
    ring: async (lane) => {
      const instances = engine
      // The bell sounds from activities and from the keeper: both only after a timer has run.
      if (instances === undefined) throw new Error('a lane was rung at before any timer')
      working = working.then(() => work(ports, instances, lane))
    },
  }
}

function openHost(folder: string): ReturnType<typeof startHost> {
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

function wait(inMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, inMs)
  })
}
