import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import { logPoint } from '../core/log'
import type { SignedRecord } from '../envelope/record'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Delivery, DeliveryEnd, WakeRow } from '../runs/rows'
import { answerOnce } from './answerOnce'
import { generationAt } from './currentEnvelope'
import { CrypletMissingError } from './errors'
import { observeOnce } from './observeOnce'
import { owe, servedBy } from './owe'
import type { ActivityPorts } from './ports'
import type { Fault, RunInput } from './result'
import { faultOf, isRetryable, reasonOf } from './result'
import type { SealFault, Sealing } from './sealDeliveries'
import { sealDeliveries } from './sealDeliveries'
import { stopIfRetracted } from './stopIfRetracted'

/** What producing gave. */
export type ProduceResult =
  | { readonly status: 'produced' }
  | (Fault & {
      /** Unix seconds until when asking again makes sense; zero when even the wake could not be read. */
      readonly retryUntil?: number
      /** Set when some of the run's claims are sealed, and need not wait for the others. */
      readonly isPartly?: true
    })

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
    if (wake.kind === 'http') return answered(await answerOnce(ports, wake, cryplet))
    const owed = await decide(ports, wake)
    if (owed.length === 0) return { status: 'produced' } as const
    if (await stopIfRetracted(ports, wake.wakeId, owed)) return { status: 'produced' } as const
    const observed = await observeOnce(ports, { wake, cryplet, owed })
    if ('status' in observed) return observed
    return seal(ports, observed, owed)
  })
  if (result.status === 'produced') return result
  await note(ports, input, result)
  return { retryUntil, ...result }
}

// For whoever asks why nothing comes. Where storage is the fault, the log has it.
async function note(
  { runs, clock, log }: ActivityPorts,
  { wakeId }: RunInput,
  { reasons }: Fault,
): Promise<void> {
  const fault = { reasons, notedAtInMs: clock.nowInMs() }
  await runs.deliveries.noteFault(wakeId, fault).catch((error: unknown) => {
    log.warn('a fault could not be noted', { wakeId, reason: messageOf(error) })
  })
}

function answered(result: Awaited<ReturnType<typeof answerOnce>>): ProduceResult {
  return result.status === 'answered' ? { status: 'produced' } : result
}

function requireCryplet({ cryplets }: ActivityPorts, wake: WakeRow): LoadedCryplet {
  const found = cryplets.find(({ crypletId }) => crypletId === wake.crypletId)
  if (found === undefined) throw new CrypletMissingError(wake.crypletId, wake.cryplet)
  return found
}

// Step 4: what the admitted subscriptions are owed, as they stood when the run first came here.
async function decide(ports: ActivityPorts, wake: WakeRow): Promise<readonly Delivery[]> {
  const { runs, log } = ports
  const { wakeId } = wake
  const known = await runs.deliveries.ofRun(wakeId)
  // Again for what is known: an execution that broke off may have left some of it unlisted.
  if (known !== undefined) return runs.deliveries.insert(wake, known)
  const admitted = await runs.subscriptions.list(wake.crypletId)
  const served = servedBy(wake, admitted)
  const owed = await runs.deliveries.insert(
    wake,
    await Promise.all(served.map((subscription) => owe(ports, wake, subscription))),
  )
  logPoint(log, 'deliveries', { wakeId, count: owed.length })
  return owed
}

// Steps 6 and 7, for the deliveries that have no envelope yet. One subscription's fault is not another's: what no time can
// mend ends that delivery, what it can is asked for again, and the others are sealed.
async function seal(
  ports: ActivityPorts,
  record: SignedRecord,
  owed: readonly Delivery[],
): Promise<ProduceResult> {
  const faults = await sealDeliveries(ports, record, await unsealed(ports, record, owed))
  const mendable: SealFault[] = []
  for (const fault of faults) {
    if (isRetryable(fault.error)) mendable.push(fault)
    else await refuse(ports, fault.delivery, reasonOf(fault.error))
  }
  if (mendable.length === 0) return { status: 'produced' }
  const reasons = [...new Set(mendable.map(({ error }) => reasonOf(error)))]
  ports.log.warn('some claims are not sealed', {
    wakeId: record.runId,
    reasons: reasons.join('; '),
  })
  const isPartly = mendable.length < owed.length
  return { status: 'fault', retryable: true, reasons, ...(isPartly && { isPartly }) }
}

async function unsealed(
  ports: ActivityPorts,
  record: SignedRecord,
  owed: readonly Delivery[],
): Promise<readonly Sealing[]> {
  const { runs } = ports
  const fits = (delivery: Delivery): boolean => delivery.codeHash === record.codeHash
  for (const delivery of owed.filter((each) => !fits(each))) {
    const { codeHash } = delivery
    const reason = `admitted for the code ${codeHash}, but the record is of ${record.codeHash}`
    await refuse(ports, delivery, reason)
  }
  const wanted: Delivery[] = []
  for (const delivery of owed.filter(fits)) {
    if (delivery.lacksAnchor === undefined) wanted.push(delivery)
    else await end(ports, delivery, { outcome: 'expired', reasons: [delivery.lacksAnchor] })
  }
  const ends = await runs.deliveries.endsOf(record.runId)
  const done = await Promise.all(
    wanted.map(async ({ deliveryId: id }) => {
      if (ends.has(id)) return true
      return (await runs.envelopes.list(id)).length > 0
    }),
  )
  const now = nowInSeconds(ports.clock)
  return wanted
    .filter((_, index) => done[index] !== true)
    .map((delivery) => ({ delivery, generation: generationAt(delivery, record, now) }))
}

function refuse(ports: ActivityPorts, delivery: Delivery, reason: string): Promise<void> {
  return end(ports, delivery, { outcome: 'refused', reasons: [reason] })
}

async function end(
  { runs, clock }: ActivityPorts,
  delivery: Delivery,
  ending: Pick<DeliveryEnd, 'outcome' | 'reasons'>,
): Promise<void> {
  await runs.deliveries.insertEnd(delivery, { ...ending, endedAt: nowInSeconds(clock) })
}
