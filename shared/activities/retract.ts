import type { Audit } from '../audit/openAudit'
import type { LaneOperations } from '../chain/lanes/openOperations'
import type { Clock } from '../core/clock'
import type { Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import type { Log } from '../core/log'
import type { EventFacts } from '../envelope/wakeFacts'
import { wakeIdOf } from '../envelope/wakeFacts'
import type { Runs } from '../runs/openRuns'
import type { Delivery, DeliveryOutcome } from '../runs/rows'

/** What retracting works on. */
export type RetractPorts = {
  readonly runs: Runs
  readonly operations: Pick<LaneOperations, 'get' | 'wish'>
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
}

/** Why deliveries of a retracted event end. */
export const RETRACTED = 'its event is no longer part of its chain'

// Outcomes by which a claim was consumed: what it did cannot be taken back, only told.
const WITH_EFFECT: readonly DeliveryOutcome[] = ['applied', 'quarantined', 'failed']

/**
 * Takes back what an event brought about, because its block is no longer part of its chain: what is not delivered yet is
 * stopped, and what was delivered is recorded as orphaned.
 *
 * The retraction is durable first. Whoever submits, or ends the run, looks for it afterwards; so whichever of both comes
 * first, the other one sees it.
 *
 * @param ports - Rows, lanes and the audit log.
 * @param facts - Of the wake that the event made.
 */
export async function retract(ports: RetractPorts, facts: EventFacts): Promise<void> {
  const { runs, clock, log } = ports
  const wakeId = wakeIdOf(facts)
  const { blockNumber, blockHash } = facts.event
  if (await runs.retractions.insert(wakeId, { atInMs: clock.nowInMs(), blockNumber, blockHash })) {
    log.warn('event retracted', { wakeId, blockNumber, blockHash })
  }
  await stopRetracted(ports, wakeId)
  if (await runs.wakes.hasEnded(wakeId)) await recordOrphans(ports, wakeId)
}

/**
 * Asks the lanes to cancel what a retracted event has in them.
 *
 * @param ports - Rows and lanes.
 * @param wakeId - Of the event.
 */
export async function stopRetracted(
  ports: Pick<RetractPorts, 'runs' | 'operations'>,
  wakeId: Hex,
): Promise<void> {
  for (const delivery of (await ports.runs.deliveries.ofRun(wakeId)) ?? []) {
    await stop(ports, delivery)
  }
}

async function stop(
  { runs, operations }: Pick<RetractPorts, 'runs' | 'operations'>,
  delivery: Delivery,
): Promise<void> {
  const { deliveryId, chainId, sender } = delivery
  if ((await runs.deliveries.getEnd(delivery)) !== undefined) return
  const key = { chainId, sender }
  const row = await operations.get(key, deliveryId)
  // Not there yet: whoever submits it looks for the retraction afterwards.
  if (row === undefined || row.state === 'settled') return
  await operations.wish(key, { deliveryId, wish: 'cancel', because: RETRACTED })
}

/**
 * Records of a retracted event whose run has ended what it had brought about.
 *
 * @param ports - Rows and the audit log.
 * @param wakeId - Of the event.
 */
export async function recordOrphans(
  ports: Pick<RetractPorts, 'runs' | 'audit' | 'clock' | 'log'>,
  wakeId: Hex,
): Promise<void> {
  const { runs, audit, clock, log } = ports
  const retraction = await runs.retractions.get(wakeId)
  if (retraction === undefined) return
  for (const [deliveryId, end] of await runs.deliveries.endsOf(wakeId)) {
    if (!WITH_EFFECT.includes(end.outcome)) continue
    const { blockNumber, blockHash } = retraction
    const facts = { wakeId, deliveryId, outcome: end.outcome, orphaned: { blockNumber, blockHash } }
    const subject = hashJson(['orphaned', deliveryId])
    const recorded = await audit.append({ subject, facts, recordedAtInMs: clock.nowInMs() })
    if (recorded === 'appended') log.error('delivery orphaned', { deliveryId, blockNumber })
  }
}
