import type { Address } from '../../shared/core/hex'
import type { Broker } from './broker'
import { openBroker } from './broker'
import { openBudgetWatch } from './budgetWatch'
import { openChainModel } from './chain/chainModel'
import type { Lie } from './chain/lies'
import type { Policy } from './chain/receiver'
import { readTransaction } from './chain/transactions'
import type { Drive, SeedResult } from './drive'
import { openDurable } from './durable'
import type { Finished } from './finalCheck'
import { checkAll, countEffects, isFinished, stuck } from './finalCheck'
import type { Host, Site } from './host'
import { bootHost } from './host'
import { openMemoryTables } from './memoryTables'
import type { Liar } from './nodeTrouble'
import { openOracle } from './oracle'
import { every, live } from './processes'
import { LANE_RATES } from './rates'
import {
  CHAIN_ID,
  cryplet,
  drawScenario,
  owedBy,
  placeOf,
  SLOTS,
  START,
  sender,
  stranger,
  wakeOf,
} from './scenario'
import { blow } from './weather'
import type { World } from './world'
import { openWorld, Violation } from './world'

const FAULTS_END_AFTER_IN_MS = 100_000
const PATIENCE_IN_MS = 1_500_000
const KEEPER_EVERY_IN_MS = 14_000

/** Lanes, keeper and workflow between a clock and receivers. */
export const lanesDrive: Drive = {
  rates: LANE_RATES,
  looksFor: ['lost', 'doubled', 'stuck', 'untrue'],
  counts: ['claims', 'effects'],
  runSeed,
}

// Lives through one seed.
async function runSeed(seed: number, onTrace?: (line: string) => void): Promise<SeedResult> {
  const startInMs = START * 1000
  const world = openWorld({
    seed,
    startInMs,
    slowestWayInMs: 200,
    rates: LANE_RATES,
    ...(onTrace !== undefined && { onTrace }),
  })
  const finished = build(world)
  let violation: SeedResult['violation']
  try {
    const until = startInMs + FAULTS_END_AFTER_IN_MS + PATIENCE_IN_MS
    let isDone = false
    every(world, 1_000, () => {
      isDone = world.faults.isOver() && isFinished(finished)
    })
    if ((await world.run(until, () => isDone)) === 'late') throw stuck(finished)
    checkAll(finished)
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    violation = { kind: error.kind, message: error.message }
  }
  const counts = { claims: finished.owed.length, effects: countEffects(finished) }
  return { seed, counts, violation, hits: world.faults.hits }
}

function build(world: World): Finished {
  const scenario = drawScenario(world.random)
  const owed = owedBy(scenario)
  const hosts: Host[] = []
  const alive = (): readonly Host[] => hosts.filter(({ life }) => !life.isOver)
  const oracle = openOracle({ world, owed, model: () => model })
  const budgets = openBudgetWatch(world, owed)
  const tables = openMemoryTables((commit) => {
    oracle.onCommit(commit)
    budgets.onCommit(commit)
  })
  const policies = new Map(
    scenario.standings.map((each) => [placeOf(each.subscription), each.policy]),
  )
  const model = openChainModel({
    world,
    contracts: contractsOf(
      policies,
      scenario.standings.map(({ subscription }) => subscription.receiver),
    ),
    balances: new Map([sender, stranger].map(({ address }) => [address.toLowerCase(), 10n ** 18n])),
    onBlock: oracle.onBlock,
  })
  for (const { subscription } of scenario.standings) admit(tables, subscription)
  let epoch = 1
  let containerDownUntilInMs = 0
  const liar: Liar<Lie> = { current: undefined }
  const broker = openBroker(world, alive)
  const site: Site = {
    ...{ world, model, liar, scenario, tables, broker },
    durable: openDurable(world, alive),
    isContainerDown: () => containerDownUntilInMs > world.nowInMs(),
    epoch: () => epoch,
    receive: (raw) => {
      const tx = readTransaction(raw)
      oracle.onSend(tx)
      return tx
    },
  }
  for (const name of ['A', 'B']) {
    live({ world, processes: hosts, boot: (life) => bootHost(site, life) }, { name, generation: 1 })
  }
  for (const slot of SLOTS) wakeInTime(site, alive, slot)
  const sky = {
    ...{ world, model, liar, hosts: alive },
    setBrokerDownUntil: broker.setDownUntil,
    setContainerDownUntil: (inMs: number) => {
      containerDownUntilInMs = inMs
    },
    raiseEpoch: () => {
      epoch++
    },
  }
  every(world, 1_000, () => {
    blow(sky)
  })
  every(world, scenario.blockTimeInMs, () => {
    grow(world, site)
  })
  every(world, KEEPER_EVERY_IN_MS, () => {
    ring(world, broker, alive())
  })
  world.at(FAULTS_END_AFTER_IN_MS, () => {
    world.trace(() => 'faults are over')
    world.faults.end()
    for (const node of model.nodes) Object.assign(node, { laggingUntilInMs: 0, deadUntilInMs: 0 })
    containerDownUntilInMs = 0
    broker.setDownUntil(0)
  })
  return { tables, model, oracle, scenario, owed }
}

function contractsOf(
  policies: ReadonlyMap<string, Policy>,
  receivers: readonly Address[],
): Site['model']['contracts'] {
  const unknown: Policy = {
    maxAge: 0,
    minInterval: 0,
    pausedUntil: 0,
    isKnown: false,
    unknownFrom: 0,
    unknownUntil: 0,
    then: 'applied',
  }
  return {
    chainId: CHAIN_ID,
    receivers: new Map(receivers.map((receiver) => [receiver.toLowerCase(), receiver])),
    policyOf: (receiver, subscription) => policies.get(`${receiver}-${subscription}`) ?? unknown,
    extraGas: 0,
  }
}

function admit(
  tables: Site['tables'],
  subscription: Finished['owed'][number]['subscription'],
): void {
  const { chainId, receiver, crypletId } = subscription
  const row = `${String(chainId)}-${receiver.toLowerCase()}-${subscription.subscription}`
  tables.open('subscriptions').put({ partition: crypletId, row, value: { ...subscription } })
}

// Whoever wakes asks again until the wake is stored.
function wakeInTime(site: Site, alive: () => readonly Host[], slot: number): void {
  const { world } = site
  let isStored = false
  const wakeId = wakeOf(slot)
  const attempt = (): void => {
    if (isStored) return
    const there = alive()
    const row = {
      ...{
        wakeId,
        slot,
        cryplet: 'marketClose',
        crypletId: cryplet.crypletId,
        kind: 'schedule' as const,
      },
      ...{ explicit: false, wokenAtInMs: world.nowInMs(), retryUntil: slot + 900 },
    } as const
    const stored = there.length > 0 ? world.random.pick(there).wake(row) : undefined
    stored?.then(
      () => {
        isStored = true
      },
      () => undefined,
    )
    world.at(7_000, attempt)
  }
  world.at(slot * 1000 - world.nowInMs() + 3_000, attempt)
}

function grow({ faults, random }: World, { model }: Site): void {
  model.mine()
  if (faults.strikes('reorgToDepth8')) model.reorganise(8)
  else if (faults.strikes('reorg')) model.reorganise(random.between(1, 7))
}

function ring(world: World, broker: Broker, alive: readonly Host[]): void {
  broker.pump()
  if (alive.length > 0)
    world.random
      .pick(alive)
      .keep()
      .catch(() => undefined)
}
