import { check } from '../../shared/activities/check'
import { keep } from '../../shared/activities/keep'
import type { ActivityPorts } from '../../shared/activities/ports'
import { produce } from '../../shared/activities/produce'
import { record } from '../../shared/activities/record'
import { submit } from '../../shared/activities/submit'
import { work } from '../../shared/activities/work'
import { openAudit } from '../../shared/audit/openAudit'
import { openDoorbell } from '../../shared/bus/doorbell'
import { openLanes } from '../../shared/chain/lanes/openLanes'
import { openOperations } from '../../shared/chain/lanes/openOperations'
import { openChain } from '../../shared/chain/openChain'
import type { Log } from '../../shared/core/log'
import { formatLine } from '../../shared/core/log'
import { openVerdicts } from '../../shared/registry/verdicts'
import { openRuns } from '../../shared/runs/openRuns'
import type { WakeRow } from '../../shared/runs/rows'
import { startRun, storeWake } from '../../shared/runs/wakeUp'
import type { OpenTable, Table } from '../../shared/store/table'
import type { Broker, Receiver } from './broker'
import type { Durable, Worker } from './durable'
import type { EndpointsOptions } from './endpoints'
import { openEndpoints } from './endpoints'
import { keptExecution, keptHostSigner, keptRecover } from './keptExecution'
import type { MemoryTables, SyncTable } from './memoryTables'
import type { Scenario } from './scenario'
import { CHAIN_ID, CONFIRMATIONS, cryplet, REGISTRY, sender } from './scenario'
import type { Life, World } from './world'

/** What hosts share: it outlives them. */
export type Site = EndpointsOptions & {
  readonly scenario: Scenario
  readonly tables: MemoryTables
  readonly broker: Broker
  readonly durable: Durable
  /** Whether the container that makes claims is down. */
  readonly isContainerDown: () => boolean
}

/** One process of the fabric, from its start to its end. */
export type Host = Receiver &
  Worker & {
    /** How far its clock is off. */
    offsetInMs: number
    readonly keep: () => Promise<void>
    readonly wake: (wake: WakeRow) => Promise<void>
  }

// Starts a process: with empty memory, and the rows as they are.
export function bootHost(site: Site, life: Life): Host {
  const { world, scenario, tables, broker, durable } = site
  const clock = { nowInMs: () => world.nowInMs() + host.offsetInMs }
  const log = logOf(world, life)
  const openTable = tablesOf(world, tables, life)
  const chain = openChain({ rpcs: openEndpoints(site, life), needed: 2, chainId: CHAIN_ID })
  const instances = durable.clientOf(life)
  const terms = { confirmations: CONFIRMATIONS, inFlight: scenario.inFlight, registry: REGISTRY }
  const lanes = openLanes({
    ...{ openTable, clock, chains: [{ chain, ...terms }] },
    senders: () => world.pass(life, 'sender key', () => [sender]),
    wait: (inMs) => waitIn(world, life, inMs),
  })
  const ports: ActivityPorts = {
    ...{ lanes, clock, log, runs: openRuns(openTable), audit: openAudit(openTable) },
    doorbell: openDoorbell(broker.busOf(life)),
    operations: openOperations({ openTable, clock, chains: [{ chain }] }),
    cryplets: [cryplet],
    execution: () =>
      world.pass(life, 'container', () => {
        if (site.isContainerDown()) throw new Error('the container is down')
        return keptExecution
      }),
    hostSigner: async () => keptHostSigner,
    askTrust: () =>
      world.pass(life, 'registry', () => ({ trusted: true, validUntil: 2 ** 40 }) as const),
    // Warming verdicts is not of this world: errands are tried on a real registry.
    registryOf: () => undefined,
    heightOf: async () => (await chain.look(sender.address)).block.number,
    verdicts: openVerdicts(openTable),
    recover: keptRecover,
    bodyRetentionInDays: 0,
  }
  const activities = { produce, submit, check, record }
  const host: Host = {
    life,
    offsetInMs: 0,
    handle: (body) => work(ports, instances, body),
    run: (name, input) => activities[name as keyof typeof activities](ports, input as never), // as the workflow names them
    keep: () => keep(ports, instances),
    wake: async (wake) => {
      await storeWake(wake, { wakes: ports.runs.wakes, log })
      await startRun(wake.wakeId, { wakes: ports.runs.wakes, instances, clock, log })
    },
  }
  return host
}

async function waitIn(world: World, life: Life, inMs: number): Promise<void> {
  await world.sleep(inMs)
  // Whoever is gone does not wake up.
  if (life.isOver) await new Promise(() => undefined)
}

function tablesOf(world: World, tables: MemoryTables, life: Life): OpenTable {
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

function logOf(world: World, life: Life): Log {
  const say: Log['info'] = (message, fields) => {
    world.trace(() => `${life.name}: ${formatLine(message, fields)}`)
  }
  return { debug: say, info: say, warn: say, error: say }
}
