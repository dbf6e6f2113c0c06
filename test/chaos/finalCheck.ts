import type { AuditEntry } from '../../shared/audit/openAudit'
import { findBreak } from '../../shared/audit/openAudit'
import type { Meter } from '../../shared/chain/lanes/meter'
import type { DeliveryEnd } from '../../shared/runs/rows'
import type { ChainModel } from './chain/chainModel'
import type { Block } from './chain/ledger'
import type { MemoryTables } from './memoryTables'
import type { Oracle, Signing } from './oracle'
import type { Owed, Scenario } from './scenario'
import { CHAIN_ID, placeOf, SLOTS, sender, wakeOf } from './scenario'
import { Violation } from './world'

export type Finished = {
  readonly tables: MemoryTables
  readonly model: ChainModel
  readonly oracle: Oracle
  readonly scenario: Scenario
  readonly owed: readonly Owed[]
}

/**
 * Counts the deliveries that took effect: a lane that only delays lets everything expire, and nothing is stuck.
 *
 * @param finished - As it stands.
 * @returns How many.
 */
export function countEffects(finished: Finished): number {
  const outcomes = finished.owed.map((owed) => endOf(finished, owed)?.outcome ?? '')
  return outcomes.filter((outcome) => Object.values(EFFECTS).includes(outcome)).length
}

// Whether all that a run owes has come to its end, and its lane is empty.
export function isFinished({ tables }: Pick<Finished, 'tables'>): boolean {
  const runs = tables.open('runs')
  if (SLOTS.some((slot) => runs.get({ partition: wakeOf(slot), row: 'end' }) === undefined))
    return false
  return openRows(tables).length === 0
}

function openRows(tables: MemoryTables): readonly string[] {
  const lanes = tables.open('lanes')
  return lanes
    .list({ partition: 'lanes' })
    .flatMap(({ row: partition }) =>
      lanes
        .list({ partition, from: 'open-', before: 'open.' })
        .map(({ value }) => JSON.stringify(value)),
    )
}

// Compares what the fabric says with what is so.
export function checkAll(finished: Finished): void {
  requireAudit(finished)
  for (const owed of finished.owed) requireTruth(finished, owed)
  requireBudgets(finished)
}

// Says what is not at its end.
export function stuck(finished: Finished): Violation {
  const { tables, owed } = finished
  const open = owed.filter((each) => endOf(finished, each) === undefined)
  const rows = openRows(tables).map((row) => row.slice(0, 900))
  const text = `${String(open.length)} deliveries have not ended: ${open.map(({ deliveryId }) => deliveryId.slice(0, 8)).join()}; in the lane: ${rows.join(' | ')}`
  return new Violation('stuck', text)
}

function endOf({ tables }: Finished, { wakeId, deliveryId }: Owed): DeliveryEnd | undefined {
  const row = tables.open('runs').get({ partition: wakeId, row: `end-${deliveryId}` })
  return row?.value as DeliveryEnd | undefined // insertEnd wrote it
}

function requireAudit(finished: Finished): void {
  const rows = finished.tables
    .open('audit')
    .list({ partition: 'fabric', from: 'entry-', before: 'entry.' })
  const entries = rows.map(({ value }) => value as AuditEntry) // entryRow wrote it
  if (findBreak(entries) !== undefined) throw new Violation('untrue', 'the audit log is broken')
  for (const owed of finished.owed) {
    const found = entries.filter(({ subject }) => subject === owed.deliveryId)
    const kind = found.length === 0 ? 'lost' : 'doubled'
    if (found.length !== 1) {
      throw new Violation(kind, `${owed.deliveryId} is recorded ${String(found.length)} times`)
    }
    const { outcome } = found[0]?.facts as { readonly outcome: string } // recordDelivery wrote it
    if (outcome !== endOf(finished, owed)?.outcome) {
      throw new Violation('untrue', `${owed.deliveryId} is recorded as ${outcome}`)
    }
  }
}

const EFFECTS: Readonly<Record<string, string>> = {
  Delivered: 'applied',
  DeliveryFailed: 'failed',
  Quarantined: 'quarantined',
}

function requireTruth(finished: Finished, owed: Owed): void {
  const { model, oracle } = finished
  const { deliveryId } = owed
  const end = endOf(finished, owed)
  if (end === undefined) throw new Violation('lost', `${deliveryId} has no end`)
  const events = eventsOf(model.head(), oracle.digestsOf(deliveryId))
  const said = `${deliveryId} ended as ${end.outcome} (${end.reasons.join('; ')})`
  if (events.length > 1) throw new Violation('doubled', `${said}, with several events`)
  const isEffect = Object.values(EFFECTS).includes(end.outcome)
  if (isEffect) requireEffect(end, events[0], said)
  else requireNoEffect(finished, { owed, end }, said)
}

type Event = { readonly event: string; readonly hash: string }

function requireEffect(
  { outcome, transaction }: DeliveryEnd,
  event: Event | undefined,
  said: string,
): void {
  const is = EFFECTS[event?.event ?? ''] ?? 'without effect'
  if (is !== outcome) throw new Violation('lost', `${said}, but on the chain it is ${is}`)
  if (event?.hash !== transaction) throw new Violation('untrue', `${said} in another transaction`)
}

function requireNoEffect(
  finished: Finished,
  { owed, end }: { readonly owed: Owed; readonly end: DeliveryEnd },
  said: string,
): void {
  const { model, oracle } = finished
  const [event] = eventsOf(model.head(), oracle.digestsOf(owed.deliveryId))
  if (event !== undefined) throw new Violation('untrue', `${said}, but there is ${event.event}`)
  requireDead(finished, owed, said)
  const reason = falseReason(finished, owed, end)
  if (reason !== undefined) throw new Violation('untrue', `${said}, but ${reason}`)
}

function eventsOf(head: Block, digests: ReadonlySet<string>): readonly Event[] {
  const events: Event[] = []
  for (let block: Block | undefined = head; block !== undefined; block = block.parent) {
    for (const { log, tx } of block.receipts.values()) {
      if (log !== undefined && digests.has(log.topics[2] ?? ''))
        events.push({ event: log.event, hash: tx.hash })
    }
  }
  return events
}

// What has ended without effect can have none any more: every nonce that it was signed for is used up.
function requireDead({ model, oracle }: Finished, { deliveryId }: Owed, said: string): void {
  const used = model.head().state.nonces.get(sender.address.toLowerCase()) ?? 0
  for (const [nonce, signings] of oracle.signed()) {
    const isOwn = signings.some(({ owner, isDelivery }) => owner === deliveryId && isDelivery)
    if (isOwn && nonce >= used)
      throw new Violation('untrue', `${said}, but its nonce ${String(nonce)} is not used`)
  }
}

// Undefined for a reason that holds.
function falseReason(finished: Finished, owed: Owed, end: DeliveryEnd): string | undefined {
  const { policy, slot, subscription } = owed
  const { state } = finished.model.head()
  if (end.outcome === 'overtaken') {
    const last = state.feeds.get(placeOf(subscription))?.sequence ?? 0n
    return last >= BigInt(slot) * 1000n ? undefined : 'nothing has overtaken it'
  }
  if (end.outcome === 'refused')
    return policy.isKnown ? 'the contract would not refuse it' : undefined
  if (end.outcome === 'reverted') return falseRevert(finished, owed, end)
  if (end.outcome === 'cancelled') return 'nobody cancelled it'
  return undefined
}

// Only a transaction of its own claim that is mined and has reverted says so.
function falseRevert(
  { model, oracle }: Finished,
  { deliveryId }: Owed,
  { transaction }: DeliveryEnd,
): string | undefined {
  if (transaction === undefined) return 'it names no transaction'
  const signings = [...oracle.signed().values()].flat()
  const isOwn = signings.some(
    ({ hash, owner, isDelivery }) => hash === transaction && owner === deliveryId && isDelivery,
  )
  if (!isOwn) return `${transaction} is not of its claim`
  const receipt = model.minedAt(transaction, model.head())?.receipts.get(transaction)
  return receipt?.succeeded === false ? undefined : `${transaction} has not reverted`
}

function requireBudgets(finished: Finished): void {
  const spent = spentByAll(finished)
  for (const { subscription } of finished.scenario.standings) {
    const { deliveries = 0n, charged = 0n } = spent.get(placeOf(subscription)) ?? {}
    const metered = meteredFor(finished, placeOf(subscription))
    const budget = BigInt(subscription.budgetInWei)
    if (charged <= budget && metered <= budget && metered >= deliveries) continue
    throw new Violation(
      'untrue',
      `${subscription.subscription} spent ${String(charged)} of ${String(budget)}, and its meter says ${String(metered)}`,
    )
  }
}

function meteredFor({ tables }: Finished, place: string): bigint {
  const partition = `${String(CHAIN_ID)}:${sender.address.toLowerCase()}`
  const row = tables.open('lanes').get({ partition, row: `meter-${place}` })
  const { spentInWei = '0' } = (row?.value ?? {}) as Partial<Meter> // the journal wrote it
  return BigInt(spentInWei)
}

type Spent = { readonly deliveries: bigint; readonly charged: bigint }

// What each subscription has to pay: its deliveries, and what takes them back within what they would have cost at most;
// not what gives a nonce up for others, which is the lane's.
function spentByAll({ model, oracle, owed }: Finished): ReadonlyMap<string, Spent> {
  const signings = new Map(
    [...oracle.signed().values()].flatMap((all) => all.map((one) => [one.hash, { one, all }])),
  )
  const spent = new Map<string, Spent>()
  for (let block: Block | undefined = model.head(); block !== undefined; block = block.parent) {
    for (const [hash, { gasUsed, price }] of block.receipts) {
      const { one, all } = signings.get(hash) ?? {}
      const found = owed.find(({ deliveryId }) => deliveryId === one?.owner)
      if (found === undefined || one === undefined || all === undefined) continue
      const place = placeOf(found.subscription)
      const { deliveries, charged } = spent.get(place) ?? { deliveries: 0n, charged: 0n }
      const cost = gasUsed * price
      spent.set(place, {
        deliveries: deliveries + (one.isDelivery ? cost : 0n),
        charged: charged + shareOf(one, all, cost),
      })
    }
  }
  return spent
}

function shareOf(one: Signing, all: readonly Signing[], cost: bigint): bigint {
  if (one.isDelivery) return cost
  if (one.isForOthers) return 0n
  const most = all
    .filter(({ isDelivery }) => isDelivery)
    .reduce((highest, { mostInWei }) => (mostInWei > highest ? mostInWei : highest), 0n)
  return cost < most ? cost : most
}
