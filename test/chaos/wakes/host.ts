import { check } from '../../../shared/activities/check'
import { keep } from '../../../shared/activities/keep'
import type { ActivityPorts } from '../../../shared/activities/ports'
import type { PumpPorts } from '../../../shared/activities/pumpEvents'
import { pumpEvents } from '../../../shared/activities/pumpEvents'
import { record } from '../../../shared/activities/record'
import type { RunInput } from '../../../shared/activities/result'
import { submit } from '../../../shared/activities/submit'
import { tell } from '../../../shared/activities/tell'
import { openAudit } from '../../../shared/audit/openAudit'
import { openEventChain } from '../../../shared/chain/events/eventChain'
import { openEventJournal } from '../../../shared/chain/events/eventJournal'
import { openPump } from '../../../shared/chain/events/openPump'
import { openPumpLease } from '../../../shared/chain/events/pumpLease'
import { openRuns } from '../../../shared/runs/openRuns'
import type { Durable, Worker } from '../durable'
import { logOf, tablesOf, waitIn } from '../hostParts'
import type { MemoryTables } from '../memoryTables'
import type { Process } from '../processes'
import type { Life } from '../world'
import type { EventEndpointsOptions } from './endpoints'
import { openEventEndpoints } from './endpoints'
import type { Teller } from './lane'
import { lanePorts } from './lane'
import type { Producing } from './produce'
import { produce } from './produce'
import { CHAIN_ID, cryplets } from './scenario'

/** What hosts share: it outlives them. */
export type Site = EventEndpointsOptions & {
  readonly tables: MemoryTables
  readonly durable: Durable
  readonly onProduce: Producing['onProduce']
}

/** One process of the fabric, from its start to its end. */
export type Host = Process &
  Worker &
  Teller & {
    /** A second of the pump's timer: a tick is left out while the one before it is at work. */
    readonly tick: () => void
    readonly keep: () => Promise<void>
  }

const LEASE_IN_MS = 15_000
const PAUSE_IN_MS = 500

// Starts a process: with empty memory, and the rows as they are.
export function bootHost(site: Site, life: Life): Host {
  const { world } = site
  const pump = pumpPorts(site, life, () => host.offsetInMs)
  const { runs, clock, log, audit, instances, operations } = pump
  const ports = {
    ...{ runs, clock, log, audit, operations, cryplets },
    lanes: lanePorts(tablesOf(world, site.tables, life)),
    doorbell: { ring: () => Promise.resolve() },
    registryOf: () => undefined,
    heightOf: async () => site.model.head().number,
  } as unknown as ActivityPorts // there is no container here, nor a registry
  const { onProduce } = site
  const isSourceDown = (): boolean => world.faults.strikes('sourceDown')
  const activities = {
    ...{ submit, check, record },
    produce: (_: ActivityPorts, input: RunInput) =>
      produce({ ports, isSourceDown, onProduce }, input),
  }
  let isPumping = false
  const done = (): void => {
    isPumping = false
  }
  const host: Host = {
    life,
    offsetInMs: 0,
    run: (name, input) => activities[name as keyof typeof activities](ports, input as never), // as the workflow names them
    keep: () => keep(ports, instances),
    tell: (row) => tell(ports, instances, row),
    tick: () => {
      if (isPumping) return
      isPumping = true
      pumpEvents(pump).then(done, (error: unknown) => {
        log.warn('a tick failed', { reason: String(error) })
        done()
      })
    },
  }
  return host
}

function pumpPorts(site: Site, life: Life, offsetInMs: () => number): PumpPorts {
  const { world, tables, durable, scenario } = site
  const clock = { nowInMs: () => world.nowInMs() + offsetInMs() }
  const openTable = tablesOf(world, tables, life)
  const journal = openEventJournal(openTable)
  const lease = openPumpLease({ openTable, clock, holder: life.name, forInMs: LEASE_IN_MS })
  const { needed, proving } = scenario.trust
  const quorum = { chainId: CHAIN_ID, rpcs: openEventEndpoints(site, life), needed }
  const chains = [openEventChain({ quorum, ...proving })]
  return {
    ...{ clock, journal, cryplets, log: logOf(world, life) },
    ...{ runs: openRuns(openTable), audit: openAudit(openTable) },
    instances: durable.clientOf(life),
    operations: lanePorts(openTable),
    pump: openPump({ journal, lease, chains, clock }),
    pause: () => waitIn(world, life, PAUSE_IN_MS),
  }
}
