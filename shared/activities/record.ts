import { logPoint } from '../core/log'
import type { Delivery, DeliveryEnd } from '../runs/rows'
import { DeliveryOpenError } from './errors'
import type { ActivityPorts } from './ports'
import type { Fault } from './result'
import { faultOf } from './result'
import { recordOrphans } from './retract'
import type { EndableRun } from './submit'

/** What recording gave. */
export type RecordResult =
  | { readonly status: 'recorded'; readonly outcomes: readonly DeliveryEnd['outcome'][] }
  | Fault

/**
 * Records the end of every delivery in the audit log, then makes the run row terminal.
 *
 * @param ports - Adapters.
 * @param input - Which run, and why it came to nothing, if it did.
 * @returns The outcomes, in the order of the deliveries.
 */
export function record(ports: ActivityPorts, input: EndableRun): Promise<RecordResult> {
  const { runs, log, clock } = ports
  const { wakeId } = input
  return faultOf(log, async () => {
    const owed = (await runs.deliveries.ofRun(wakeId)) ?? []
    const ends = await runs.deliveries.endsOf(wakeId)
    const outcomes: DeliveryEnd['outcome'][] = []
    for (const delivery of owed) {
      const end = ends.get(delivery.deliveryId)
      if (end === undefined) throw new DeliveryOpenError(delivery.deliveryId)
      outcomes.push(end.outcome)
      await recordDelivery(ports, delivery, end)
    }
    if (owed.length === 0) await recordEmptyRun(ports, input)
    await runs.wakes.end(wakeId, clock.nowInMs())
    // Afterwards, so that whoever takes its event back while this runs sees the end, or is seen here.
    if (owed.some(({ isOfEvent }) => isOfEvent === true)) await recordOrphans(ports, wakeId)
    return { status: 'recorded', outcomes } as const
  })
}

async function recordDelivery(
  { audit, clock, log }: ActivityPorts,
  delivery: Delivery,
  end: DeliveryEnd,
): Promise<void> {
  const { deliveryId, wakeId, cryplet, slot, chainId, receiver, subscription } = delivery
  const facts = { wakeId, cryplet, slot, chainId, receiver, subscription, ...end }
  const fact = { subject: deliveryId, facts, recordedAtInMs: clock.nowInMs() }
  if ((await audit.append(fact)) === 'appended') {
    logPoint(log, 'recorded', { deliveryId, outcome: end.outcome })
  }
}

// A run that owed nothing, or failed before it could tell what, leaves its trace too.
async function recordEmptyRun(
  { audit, clock, log }: ActivityPorts,
  { wakeId, ending }: EndableRun,
): Promise<void> {
  const facts = { wakeId, outcome: ending?.outcome ?? 'empty', reasons: ending?.reasons ?? [] }
  const fact = { subject: wakeId, facts, recordedAtInMs: clock.nowInMs() }
  if ((await audit.append(fact)) === 'appended') logPoint(log, 'recorded', { wakeId })
}
