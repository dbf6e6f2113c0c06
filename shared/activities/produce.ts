import { nowInSeconds } from '../core/clock'
import type { Hex } from '../core/hex'
import { deliveryId } from '../core/ids'
import { logPoint } from '../core/log'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord } from '../envelope/record'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Delivery, Subscription, WakeRow } from '../runs/rows'
import { parseDelivery } from '../runs/rows'
import { generationAt } from './currentEnvelope'
import { CrypletMissingError } from './errors'
import type { ActivityPorts } from './ports'
import type { Fault, RunInput } from './result'
import { faultOf } from './result'
import { sealDeliveries } from './sealDeliveries'

/** What producing gave. */
export type ProduceResult =
  | { readonly status: 'produced' }
  /** Unix seconds until when asking again makes sense; zero when even the wake could not be read. */
  | (Fault & { readonly retryUntil: number })

/**
 * Brings a run from its wake to stored envelopes: decides what it owes, observes, executes, seals. Each step inserts if
 * absent and takes what is stored, so that running twice changes nothing.
 *
 * @param ports - Adapters.
 * @param input - Which run.
 * @returns That all is sealed, or what is in the way.
 */
export async function produce(ports: ActivityPorts, input: RunInput): Promise<ProduceResult> {
  let retryUntil = 0
  const result = await faultOf(ports.log, async () => {
    const wake = await ports.runs.wakes.require(input.wakeId)
    retryUntil = wake.retryUntil
    const cryplet = requireCryplet(ports, wake)
    const owed = (await ports.runs.deliveries.ofRun(wake.wakeId)) ?? (await decide(ports, wake))
    if (owed.length === 0) return { status: 'produced' } as const
    const observed = await observe(ports, wake, cryplet)
    if ('status' in observed) return observed
    await seal(ports, observed, owed)
    return { status: 'produced' } as const
  })
  return result.status === 'produced' ? result : { ...result, retryUntil }
}

function requireCryplet({ cryplets }: ActivityPorts, wake: WakeRow): LoadedCryplet {
  const found = cryplets.find(({ crypletId }) => crypletId === wake.crypletId)
  if (found === undefined) throw new CrypletMissingError(wake.crypletId, wake.cryplet)
  return found
}

// Step 4: what the admitted subscriptions are owed, as they stand now.
async function decide(ports: ActivityPorts, wake: WakeRow): Promise<readonly Delivery[]> {
  const admitted = await ports.runs.subscriptions.list(wake.crypletId)
  // An explicit request may lie before activation; the schedule never reaches back.
  const served = admitted.filter((each) => wake.explicit || each.activatedAt <= wake.slot)
  const owed = await ports.runs.deliveries.insert(
    wake,
    served.map((subscription) => owe(wake, subscription)),
  )
  logPoint(ports.log, 'deliveries', { wakeId: wake.wakeId, count: owed.length })
  return owed
}

function owe({ wakeId, slot }: WakeRow, subscription: Subscription): Delivery {
  const id = deliveryId(wakeId, subscription)
  // The parser keeps what a delivery has of a subscription, which is all but its activation.
  return parseDelivery({ ...subscription, deliveryId: id, wakeId, slot })
}

// Step 5: the record, observed once; a 409 means that another execution was first, and its record counts.
async function observe(
  ports: ActivityPorts,
  wake: WakeRow,
  cryplet: LoadedCryplet,
): Promise<SignedRecord | Fault> {
  const { recover, log, runs } = ports
  const { wakeId, crypletId, slot } = wake
  const stored = await runs.deliveries.getRecord(wakeId)
  if (stored !== undefined) return parseSignedRecord(stored, { recover })
  if (isTooLate(ports, wake, cryplet)) {
    const reasons = [`a source knows only now, and the slot ${String(slot)} is past its grace`]
    return { status: 'fault', retryable: true, reasons }
  }
  logPoint(log, 'observe', { wakeId })
  const execution = await ports.execution()
  const result = await execution.observe({
    cryplet: cryplet.definition.name,
    runId: wakeId,
    wake: { kind: wake.kind, crypletId, slot },
  })
  if (result.status === 'fault') {
    const reasons = result.faults.map(({ source, code, detail }) => `${source} ${code}: ${detail}`)
    return {
      status: 'fault',
      retryable: result.faults.every(({ retryable }) => retryable),
      reasons,
    }
  }
  const seen = parseSignedRecord(result.record, { recover })
  const { first, record } = await runs.deliveries.insertRecord(wakeId, seen)
  if (first) logPoint(log, 'observed', { wakeId })
  return first ? record : parseSignedRecord(record, { recover })
}

// Monday's price is never signed as Friday's. The moment of waking counts, not of retrying: retries have their own end.
function isTooLate(
  { clock }: ActivityPorts,
  wake: WakeRow,
  { definition }: LoadedCryplet,
): boolean {
  const knowsOnlyNow = Object.values(definition.sources).some(({ asOf }) => asOf === 'latest')
  return knowsOnlyNow && nowInSeconds(clock) > wake.slot + GRACE_IN_SECONDS
}

/** How long after its slot a run still tries, by default. */
export const GRACE_IN_SECONDS = 15 * 60

// Steps 6 and 7, for the deliveries that have no envelope yet.
async function seal(
  ports: ActivityPorts,
  record: SignedRecord,
  owed: readonly Delivery[],
): Promise<void> {
  const { runs } = ports
  const fits = (delivery: Delivery): boolean => delivery.codeHash === record.codeHash
  for (const delivery of owed.filter((each) => !fits(each))) {
    await refuseCode(ports, delivery, record.codeHash)
  }
  const wanted = owed.filter(fits)
  const done = await Promise.all(
    wanted.map(async ({ deliveryId: id }) => {
      if ((await runs.deliveries.getEnd(id)) !== undefined) return true
      return (await runs.envelopes.list(id)).length > 0
    }),
  )
  const now = nowInSeconds(ports.clock)
  await sealDeliveries(
    ports,
    record,
    wanted
      .filter((_, index) => done[index] !== true)
      .map((delivery) => ({ delivery, generation: generationAt(delivery, record, now) })),
  )
}

// One subscription that was admitted for other code must not keep the others waiting.
async function refuseCode(ports: ActivityPorts, delivery: Delivery, ours: Hex): Promise<void> {
  const reason = `admitted for the code ${delivery.codeHash}, but the record is of ${ours}`
  await ports.runs.deliveries.insertEnd(delivery.deliveryId, {
    outcome: 'refused',
    reasons: [reason],
    endedAt: nowInSeconds(ports.clock),
  })
}
