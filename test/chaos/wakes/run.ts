import type { Drive, SeedResult } from '../drive'
import { openDurable } from '../durable'
import { openMemoryTables } from '../memoryTables'
import type { Liar } from '../nodeTrouble'
import { every, live } from '../processes'
import { WAKE_RATES } from '../rates'
import type { World } from '../world'
import { openWorld, Violation } from '../world'
import { openEventChainModel } from './chain/eventChainModel'
import type { Lie } from './chain/lies'
import type { Finished } from './finalCheck'
import { countsOf, faultOf, isFinished } from './finalCheck'
import type { Host, Site } from './host'
import { bootHost } from './host'
import { openLane } from './lane'
import { openWakeOracle } from './oracle'
import type { Listener } from './scenario'
import { drawWakeScenario, START } from './scenario'
import type { Sky } from './weather'
import { blow, emit, grow } from './weather'

/** The pump, its journal and what it wakes, between a chain and the runs. */
export const wakesDrive: Drive = {
  rates: WAKE_RATES,
  looksFor: ['lost', 'doubled', 'falseRetractions', 'unretracted', 'stuck', 'untrue'],
  counts: ['events', 'wakes', 'orphanedEffects', 'retracted'],
  runSeed,
}

const FAULTS_END_AFTER_IN_MS = 120_000
const PATIENCE_IN_MS = 600_000
const LOOK_EVERY_IN_MS = 5_000
// What is finished stays so, though everybody goes on.
const LOOKS_IN_A_ROW = 3
const KEEPER_EVERY_IN_MS = 7_000
const LANE_EVERY_IN_MS = 3_000

// Lives through one seed.
async function runSeed(seed: number, onTrace?: (line: string) => void): Promise<SeedResult> {
  const startInMs = START * 1000
  const trace = onTrace === undefined ? {} : { onTrace }
  const world = openWorld({ seed, startInMs, rates: WAKE_RATES, slowestWayInMs: 100, ...trace })
  const finished = build(world)
  let violation: SeedResult['violation']
  try {
    const until = startInMs + FAULTS_END_AFTER_IN_MS + PATIENCE_IN_MS
    let looks = 0
    every(world, LOOK_EVERY_IN_MS, () => {
      looks = world.faults.isOver() && isFinished(finished) ? looks + 1 : 0
    })
    if ((await world.run(until, () => looks >= LOOKS_IN_A_ROW)) === 'late') {
      throw faultOf(finished) ?? new Violation('stuck', 'something is still to be done')
    }
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    violation = { kind: error.kind, message: error.message }
  }
  return { seed, counts: countsOf(finished), violation, hits: world.faults.hits }
}

type Life = Finished & { readonly site: Site; readonly sky: Sky; readonly hosts: Host[] }

function build(world: World): Finished {
  const scenario = drawWakeScenario(world.random)
  const hosts: Host[] = []
  const oracle = openWakeOracle({ world, scenario, model: () => model })
  const tables = openMemoryTables(oracle.onCommit)
  const nodes = scenario.hasReceipts.map((hasReceipts) => ({ hasReceipts }))
  const model = openEventChainModel({ world, nodes, timestamp: START })
  const lane = openLane(world, tables)
  const liar: Liar<Lie> = { current: undefined }
  const site: Site = {
    ...{ world, scenario, tables, model, liar },
    durable: openDurable(world, () => hosts),
    onProduce: oracle.onProduce,
  }
  const sky: Sky = { world, scenario, model, liar, hosts, absentUntilInMs: 0 }
  const life = { scenario, model, tables, oracle, lane, site, sky, hosts }
  begin(life)
  startTimers(life)
  world.at(FAULTS_END_AFTER_IN_MS, () => {
    world.trace(() => 'faults are over')
    world.faults.end()
    for (const node of model.nodes) Object.assign(node, { laggingUntilInMs: 0, deadUntilInMs: 0 })
    sky.absentUntilInMs = 0
  })
  return life
}

// What there is before anybody listens, then who listens, and two processes.
function begin({ scenario, model, sky, site, hosts }: Life): void {
  const { world } = site
  for (let count = 0; count < scenario.past; count++) {
    if (count % 2 === 0) emit(sky)
    model.mine()
  }
  for (const listener of scenario.listeners) {
    world.at(listener.admittedAtInMs, () => {
      admit(site, listener)
    })
  }
  for (const name of ['A', 'B']) {
    live({ world, processes: hosts, boot: (life) => bootHost(site, life) }, { name, generation: 1 })
  }
}

function startTimers({ scenario, model, lane, sky, hosts, site: { world } }: Life): void {
  const present = (): readonly Host[] => (world.nowInMs() < sky.absentUntilInMs ? [] : hosts)
  every(world, 1_000, () => {
    blow(sky)
    tick(world, present())
    // All is final sooner then.
    if (world.faults.isOver()) model.mine()
  })
  every(world, scenario.blockTimeInMs, () => {
    grow(sky)
  })
  every(world, LANE_EVERY_IN_MS, () => {
    lane.work(present())
  })
  every(world, KEEPER_EVERY_IN_MS, () => {
    const there = present()
    if (there.length === 0) return
    const host = world.random.pick(there)
    host.keep().catch(() => undefined) // it rings again
  })
}

// A timer fires in one process; sometimes another takes itself for the one.
function tick({ faults }: World, [first, ...others]: readonly Host[]): void {
  first?.tick()
  for (const host of others) if (faults.strikes('secondTimer')) host.tick()
}

function admit({ tables, model }: Site, listener: Listener): void {
  const { subscription, admittedAtInMs } = listener
  const { chainId, receiver, crypletId, listensTo } = subscription
  const fromBlock = admittedAtInMs === 0 ? listensTo.fromBlock : model.head().number + 1
  listener.subscription = { ...subscription, listensTo: { ...listensTo, fromBlock } }
  const row = `${String(chainId)}-${receiver.toLowerCase()}-${subscription.subscription}`
  const value = { ...listener.subscription }
  tables.open('subscriptions').put({ partition: crypletId, row, value })
}
