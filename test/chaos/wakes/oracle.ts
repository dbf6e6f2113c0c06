import type { Hex } from '../../../shared/core/hex'
import type { EventFacts } from '../../../shared/envelope/wakeFacts'
import { parseWake } from '../../../shared/runs/rows'
import { factsOf } from '../../../shared/runs/wakeColumns'
import type { Row } from '../../../shared/store/row'
import type { Commit } from '../memoryTables'
import type { ViolationKind, World } from '../world'
import { Violation } from '../world'
import type { Block, EventChainModel } from './chain/eventChainModel'
import { placeOf } from './chain/eventChainModel'
import { SAFE_AFTER } from './chain/node'
import type { Listener, WakeScenario } from './scenario'
import { FINAL_AFTER, isOwed } from './scenario'

/** A wake as it was stored. */
export type Told = {
  readonly wakeId: Hex
  readonly listener: Listener
  readonly block: Block
  readonly logIndex: number
  readonly generation: number
}

/** What is looked at after each writing. */
export type WakeOracle = {
  readonly onCommit: (commit: Commit) => void
  /** In their order. */
  readonly told: readonly Told[]
  readonly isRetracted: (wakeId: Hex) => boolean
  /** An execution of a run's first activity begins; what it gives is called when it ends. */
  readonly onProduce: (wakeId: Hex) => () => void
  /** Wakes that were taken back before anything of them was sealed, or could still be. */
  readonly takenBackInTime: ReadonlySet<Hex>
}

export type WakeOracleOptions = {
  readonly world: World
  readonly scenario: WakeScenario
  readonly model: () => EventChainModel
}

export function openWakeOracle({ world, scenario, model }: WakeOracleOptions): WakeOracle {
  const told = new Map<Hex, Told>()
  const retracted = new Set<Hex>()
  const takenBackInTime = new Set<Hex>()
  const sealed = new Set<string>()
  const atWork = new Map<Hex, number>()
  const onProduce: WakeOracle['onProduce'] = (wakeId) => {
    const others = atWork.get(wakeId) ?? 0
    if (retracted.has(wakeId) && others === 0 && !sealed.has(wakeId)) takenBackInTime.add(wakeId)
    atWork.set(wakeId, others + 1)
    return () => {
      atWork.set(wakeId, (atWork.get(wakeId) ?? 0) - 1)
    }
  }
  const nonces = new Map<string, Hex>()
  /** By delivery. */
  const wakeOf = new Map<string, Hex>()
  const claim = (holds: boolean, kind: ViolationKind, message: () => string): void => {
    if (!holds) world.report(new Violation(kind, message()))
  }
  const onWake = (wakeId: Hex, value: Row): void => {
    const facts = factsOf(parseWake(value))
    if (facts.kind !== 'chainEvent') throw new Error('only events wake here')
    const wake = toldOf(scenario, model(), { wakeId, facts })
    claim(
      wake !== undefined,
      'untrue',
      () => `${wakeId} is of no event of the chain: ${JSON.stringify(facts)}`,
    )
    if (wake === undefined) return
    const others = [...told.values()].filter((each) => isSameEvent(each, wake))
    const open = others.find((each) => !retracted.has(each.wakeId))
    told.set(wakeId, wake)
    world.trace(() => `wake ${nameOf(wake)}`)
    claim(
      open === undefined || retracted.has(wakeId),
      'doubled',
      () => `${nameOf(wake)}, woken before as generation ${String(open?.generation)}`,
    )
    claim(isDeep(scenario, model(), wake), 'untrue', () => `${nameOf(wake)} is not as deep as that`)
  }
  const onRetraction = (wakeId: Hex, value: Row): void => {
    retracted.add(wakeId)
    world.trace(() => `retraction of ${wakeId.slice(2, 6)}`)
    const block = model().block(value['blockHash'] as Hex) // as the row's schema has it
    const rivals = model().blocksAt(Number(value['blockNumber']))
    const isLeft = rivals.some((each) => each !== block && isShown(scenario, model(), each))
    const what = (): string => `${wakeId} of ${block === undefined ? 'no block' : placeOf(block)}`
    claim(isLeft, 'falseRetractions', () => `${what()}, whose block nothing has replaced`)
    const depth = told.get(wakeId)?.listener.subscription.listensTo.depth
    claim(depth !== 'finalized', 'falseRetractions', () => `${what()}, which was final`)
  }
  const onDeliveries = (wakeId: Hex, value: Row): void => {
    for (const each of value['deliveries'] as readonly Readonly<Record<string, string>>[]) {
      wakeOf.set(String(each['deliveryId']), wakeId)
      if (each['nonce'] === undefined) continue
      const key = `${String(each['subscription'])} ${each['nonce']}`
      const before = nonces.get(key)
      const isOwn = before === undefined || before === wakeId
      claim(isOwn, 'doubled', () => `nonce ${key} of ${String(before)} is that of ${wakeId}, too`)
      nonces.set(key, wakeId)
    }
  }
  const handlers = new Map([
    ['wake', onWake],
    ['retraction', onRetraction],
    ['deliveries', onDeliveries],
  ])
  return {
    onCommit: ({ table, rows }) => {
      if (table === 'envelopes')
        for (const { partition } of rows) sealed.add(wakeOf.get(partition) ?? '')
      if (table !== 'runs') return
      for (const each of rows) {
        if ('value' in each) handlers.get(each.row)?.(each.partition as Hex, each.value) // a partition a wake
      }
    },
    get told() {
      return [...told.values()]
    },
    isRetracted: (wakeId) => retracted.has(wakeId),
    ...{ takenBackInTime, onProduce },
  }
}

/** One log, for one who listens. */
export type OwedEvent = Pick<Told, 'listener' | 'block' | 'logIndex'>

export function isSameEvent(a: OwedEvent, b: OwedEvent): boolean {
  return a.listener === b.listener && a.block === b.block && a.logIndex === b.logIndex
}

export function nameOf({ wakeId, listener, block, logIndex, generation }: Told): string {
  const { subscription, listensTo } = listener.subscription
  const where = `log ${String(logIndex)} of block ${placeOf(block)}, generation ${String(generation)}`
  return `${wakeId.slice(2, 6)}: ${where}, for ${subscription.slice(-1)} (${String(listensTo.depth)})`
}

// The wake of an event that is in its block just so; undefined for any other.
function toldOf(
  scenario: WakeScenario,
  model: EventChainModel,
  { wakeId, facts }: { readonly wakeId: Hex; readonly facts: EventFacts },
): Told | undefined {
  const { event, target, generation, slot } = facts
  const block = model.block(event.blockHash)
  const log = block?.logs[event.logIndex]
  const listener = scenario.listeners.find(
    ({ subscription }) => subscription.subscription === target.subscription,
  )
  if (block === undefined || log === undefined || listener === undefined) return undefined
  const { blockNumber, transaction, address, topics, data } = event
  const stated = [blockNumber, slot, transaction, address.toLowerCase(), ...topics, data]
  const is = [block.number, block.timestamp, log.transaction, log.address, ...log.topics, log.data]
  const isSo = stated.join() === is.join() && isOwed(listener, log)
  return isSo && isShown(scenario, model, block)
    ? { wakeId, listener, block, logIndex: event.logIndex, generation }
    : undefined
}

// Whether a block was at some time part of the chain for as many endpoints as must agree; the liar may speak for any.
function isShown({ trust, liar }: WakeScenario, { nodes }: EventChainModel, block: Block): boolean {
  const mayLie = trust.needed > 1
  const seers = nodes.filter(({ index, seen }) => seen.has(block) || (mayLie && index === liar))
  return seers.length >= trust.needed
}

function isDeep(
  scenario: WakeScenario,
  model: EventChainModel,
  { listener, block }: Told,
): boolean {
  const { depth } = listener.subscription.listensTo
  if (depth === 'instant') return true
  const above = depth === 'safe' ? SAFE_AFTER : depth === 'finalized' ? FINAL_AFTER : depth
  // Safe is a height, whatever branch it was said of.
  const isOn = (each: Block): boolean => depth === 'safe' || each.path[block.number] === block
  return model
    .blocksAt(block.number + above)
    .some((each) => isOn(each) && isShown(scenario, model, each))
}
