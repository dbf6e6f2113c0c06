import type { Hex } from '../../../shared/core/hex'
import type { MemoryTables } from '../memoryTables'
import type { ViolationKind } from '../world'
import { Violation } from '../world'
import type { Block, EventChainModel } from './chain/eventChainModel'
import { placeOf } from './chain/eventChainModel'
import type { Effect, Lane } from './lane'
import type { OwedEvent, Told, WakeOracle } from './oracle'
import { isSameEvent, nameOf } from './oracle'
import type { Listener, WakeScenario } from './scenario'
import { FINAL_AFTER, isOwed } from './scenario'

/** A run that has come to its end, or should have. */
export type Finished = {
  readonly scenario: WakeScenario
  readonly model: EventChainModel
  readonly tables: MemoryTables
  readonly oracle: WakeOracle
  readonly lane: Lane
}

/** What there was, in numbers. */
export type WakeCounts = {
  readonly events: number
  readonly wakes: number
  /** Effects of events that the chain has no more at the end. */
  readonly orphanedEffects: number
  /** Those of them that are on record as such. */
  readonly retracted: number
}

// Whether there is nothing left to do.
export function isFinished(finished: Finished): boolean {
  const { tables, lane, model } = finished
  if (!lane.isEmpty() || tables.open('runs').list({ partition: 'open' }).length > 0) return false
  const newest = model.head().path.slice(-FINAL_AFTER - 2)
  const isQuiet = newest.every(({ logs }) => logs.length === 0)
  return isQuiet && faultOf(finished) === undefined
}

// What is wrong at the end, if anything is.
export function faultOf(finished: Finished): Violation | undefined {
  return lost(finished) ?? unretracted(finished) ?? wronglyRetracted(finished) ?? ends(finished)
}

export function countsOf(finished: Finished): WakeCounts {
  const { oracle, lane } = finished
  const orphaned = lane.effects.filter((effect) => isOrphaned(finished, effect))
  const recorded = orphansOnRecord(finished)
  return {
    events: owedBy(finished).length,
    wakes: oracle.told.length,
    orphanedEffects: orphaned.length,
    retracted: orphaned.filter(({ deliveryId }) => recorded.has(deliveryId)).length,
  }
}

// Each event of the chain, for each who listens.
function owedBy({ scenario, model }: Finished): readonly OwedEvent[] {
  return scenario.listeners.flatMap((listener) =>
    model.head().path.flatMap((block) => owedIn(listener, block)),
  )
}

function owedIn(listener: Listener, block: Block): readonly OwedEvent[] {
  if (block.number < listener.subscription.listensTo.fromBlock) return []
  return block.logs
    .filter((log) => isOwed(listener, log))
    .map(({ logIndex }) => ({ listener, block, logIndex }))
}

function isOnChain({ model }: Finished, block: Block): boolean {
  return model.head().path[block.number] === block
}

function standing({ oracle }: Finished, owed: OwedEvent): readonly Told[] {
  return oracle.told.filter((each) => isSameEvent(each, owed) && !oracle.isRetracted(each.wakeId))
}

function lost(finished: Finished): Violation | undefined {
  const missing = owedBy(finished).find((owed) => standing(finished, owed).length === 0)
  if (missing === undefined) return undefined
  const { oracle } = finished
  const all = oracle.told.filter((each) => isSameEvent(each, missing))
  const { listener, block, logIndex } = missing
  const name = `log ${String(logIndex)} of block ${placeOf(block)} for ${listener.subscription.subscription.slice(-1)}`
  // Taken back though it stands, and not woken anew: worse than late.
  if (all.length > 0)
    return wrong('falseRetractions', `${name} was taken back, and is on the chain`)
  return wrong('lost', `${name} woke nothing`)
}

function unretracted(finished: Finished): Violation | undefined {
  const { oracle } = finished
  const open = oracle.told.find(
    ({ wakeId, block }) => !isOnChain(finished, block) && !oracle.isRetracted(wakeId),
  )
  return open && wrong('unretracted', `${nameOf(open)} is not taken back`)
}

function wronglyRetracted(finished: Finished): Violation | undefined {
  const twice = finished.oracle.told.find((each) => standing(finished, each).length > 1)
  return twice && wrong('doubled', `${nameOf(twice)} woke more than one run`)
}

// What each run came to: one effect where its event stands, and a record where one came of an event that does not.
function ends(finished: Finished): Violation | undefined {
  const { oracle, lane } = finished
  const applied = new Map<Hex, number>()
  for (const { wakeId, outcome } of lane.effects) {
    if (outcome === 'applied') applied.set(wakeId, (applied.get(wakeId) ?? 0) + 1)
  }
  for (const told of oracle.told) {
    const found = endOf(oracle, told, applied.get(told.wakeId) ?? 0)
    if (found !== undefined) return found
  }
  const recorded = orphansOnRecord(finished)
  const orphan = lane.effects.find(
    (effect) => isOrphaned(finished, effect) && !recorded.has(effect.deliveryId),
  )
  return orphan && wrong('unretracted', `${orphan.deliveryId} is not on record as orphaned`)
}

function endOf(oracle: WakeOracle, told: Told, effects: number): Violation | undefined {
  const name = nameOf(told)
  if (effects > 1) return wrong('doubled', `${name} had effect ${String(effects)} times`)
  if (effects === 0) {
    return oracle.isRetracted(told.wakeId) ? undefined : wrong('lost', `${name} had no effect`)
  }
  return oracle.takenBackInTime.has(told.wakeId)
    ? wrong('untrue', `${name} was delivered, though taken back before it was sealed`)
    : undefined
}

function isOrphaned(finished: Finished, { wakeId, outcome }: Effect): boolean {
  const told = finished.oracle.told.find((each) => each.wakeId === wakeId)
  return outcome === 'applied' && told !== undefined && !isOnChain(finished, told.block)
}

function orphansOnRecord({ tables }: Finished): ReadonlySet<Hex> {
  const rows = tables.open('audit').list({ partition: 'fabric' })
  const facts = rows.map(
    ({ value }) => value['facts'] as Readonly<Record<string, unknown>> | undefined,
  )
  return new Set(
    facts.flatMap((fact) => (fact?.['orphaned'] === undefined ? [] : [fact['deliveryId'] as Hex])),
  )
}

function wrong(kind: ViolationKind, message: string): Violation {
  return new Violation(kind, message)
}
