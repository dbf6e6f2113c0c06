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
import { openVerdicts } from '../../shared/registry/verdicts'
import { openRuns } from '../../shared/runs/openRuns'
import type { WakeRow } from '../../shared/runs/rows'
import { startRun, storeWake } from '../../shared/runs/wakeUp'
import type { Broker, Receiver } from './broker'
import type { Durable, Worker } from './durable'
import type { EndpointsOptions } from './endpoints'
import { openEndpoints } from './endpoints'
import { logOf, tablesOf, waitIn } from './hostParts'
import { keptExecution, keptHostSigner, keptRecover } from './keptExecution'
import type { MemoryTables } from './memoryTables'
import type { Scenario } from './scenario'
import { CHAIN_ID, CONFIRMATIONS, cryplet, REGISTRY, sender } from './scenario'
import type { Life } from './world'

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
    retention: { bodiesInDays: 0, postsInDays: 1 },
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
