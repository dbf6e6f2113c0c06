import type { Liar } from '../nodeTrouble'
import { lie, trouble } from '../nodeTrouble'
import type { World } from '../world'
import type { EventChainModel } from './chain/eventChainModel'
import type { Lie } from './chain/lies'
import { FINDABLE, LIES } from './chain/lies'
import type { Host } from './host'
import type { WakeScenario } from './scenario'
import { DEEPEST, emissions } from './scenario'

/** What goes wrong by itself, as time goes by, and what contracts do meanwhile. */
export type Sky = {
  readonly world: World
  readonly scenario: WakeScenario
  readonly model: EventChainModel
  readonly liar: Liar<Lie>
  readonly hosts: readonly Host[]
  /** Until then no timer fires, as if no process were there. */
  absentUntilInMs: number
}

const USUAL_DEPTH = 3
const LOGS_OF_A_FLOOD = 66

// One second of it.
export function blow(sky: Sky): void {
  const { world, model, liar, hosts, scenario } = sky
  const { random, faults } = world
  if (faults.isOver()) {
    liar.current = undefined
    return
  }
  trouble(world, model.nodes)
  const lies = scenario.trust.needed > 1 ? LIES : FINDABLE
  lie(world, liar, { nodes: model.nodes.length, lies })
  // The same one each time: two that follow on each other could answer one question.
  if (liar.current !== undefined) liar.current = { ...liar.current, node: scenario.liar }
  for (const host of hosts) {
    if (faults.strikes('clockJump')) host.offsetInMs += random.between(-10_000, 10_000)
  }
  if (faults.strikes('absence')) {
    sky.absentUntilInMs = world.nowInMs() + random.between(30_000, 80_000)
    for (const { life } of [...hosts]) life.end('with all others')
  }
}

// What is logged until the next block.
export function emit({ world, scenario, model }: Pick<Sky, 'world' | 'scenario' | 'model'>): void {
  const { random, faults } = world
  if (faults.isOver()) return
  // Few contents in all runs: what is computed of them once is kept.
  const count = random.between(0, 49)
  if (random.chance(0.25)) {
    model.send(Array.from({ length: random.between(1, 2) }, () => emissions.ping(count)))
  }
  const asker = random.between(3, scenario.listeners.length)
  if (random.chance(0.15)) model.send([emissions.request(asker, count)])
  if (random.chance(0.3)) model.send(emissions.noise(count))
  // Of subscriptions that nobody serves, so that much is read and little is woken.
  if (faults.strikes('flood')) {
    const flood = Array.from({ length: LOGS_OF_A_FLOOD }, (_, at) => emissions.request(99, at))
    model.send([emissions.request(asker, 1), ...flood, emissions.request(asker, 2)])
  }
}

// One block, or as many as take the place of others.
export function grow(sky: Sky): void {
  const { world, model } = sky
  const { random, faults } = world
  emit(sky)
  const isDeep = faults.draws('reorgDeep')
  if (!isDeep && !faults.draws('reorg')) {
    model.mine()
    return
  }
  const depth = isDeep ? random.between(USUAL_DEPTH + 1, DEEPEST) : random.between(1, USUAL_DEPTH)
  if (depth > model.head().number) return
  faults.count(isDeep ? 'reorgDeep' : 'reorg')
  if (faults.draws('cameBack') && model.comeBack(DEEPEST)) faults.count('cameBack')
  else model.reorganise(depth)
}
