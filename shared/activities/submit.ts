import type { LaneKey } from '../chain/lanes/rows'
import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import { logPoint } from '../core/log'
import type { Delivery } from '../runs/rows'
import { EnvelopeMissingError } from './errors'
import type { ActivityPorts } from './ports'
import type { Fault, RunInput } from './result'
import { faultOf } from './result'
import { stopRetracted } from './retract'

/** How deliveries end that came to no envelope. */
export type Ending = {
  /** `missed`: time could have mended it; `refused`: it could not. */
  readonly outcome: 'missed' | 'refused'
  readonly reasons: readonly string[]
}

/** Which run, and why part of it came to nothing. */
export type EndableRun = RunInput & { readonly ending?: Ending }

/** A run of which only what is sealed is to be submitted: the rest is still being produced. */
export type PartialRun = EndableRun & { readonly isPartly?: true }

/** What submitting gave. */
export type SubmitResult =
  | {
      readonly status: 'submitted'
      /** How many deliveries have not ended. */
      readonly open: number
    }
  | Fault

/**
 * Submits the envelopes of a run: each row is accepted in its lane, the outcome comes later. What has no envelope, and
 * what no lane of ours takes, ends here; what is submitted is ended by its lane alone, which is rung at.
 *
 * @param ports - Adapters.
 * @param input - Which run, and how deliveries without an envelope end.
 * @returns How many wait for their lanes; those that an earlier execution submitted count.
 */
export function submit(ports: ActivityPorts, input: PartialRun): Promise<SubmitResult> {
  const { deliveries } = ports.runs
  return faultOf(ports.log, async () => {
    const open: Delivery[] = []
    const ends = await deliveries.endsOf(input.wakeId)
    for (const delivery of (await deliveries.ofRun(input.wakeId)) ?? []) {
      if (ends.has(delivery.deliveryId)) continue
      if (await submitOrEnd(ports, delivery, input)) open.push(delivery)
    }
    // Afterwards, so that whoever takes an event back while this runs finds the rows, or is found here.
    if (open.some(({ isOfEvent }) => isOfEvent === true)) await stopLate(ports, input)
    await ring(ports, open)
    return { status: 'submitted', open: open.length } as const
  })
}

async function stopLate(ports: ActivityPorts, { wakeId }: RunInput): Promise<void> {
  if ((await ports.runs.retractions.get(wakeId)) !== undefined) {
    await stopRetracted(ports, wakeId)
  }
}

// A bell that does not sound loses nothing: the rows are there, and the keeper rings later.
async function ring({ doorbell, log }: ActivityPorts, keys: readonly LaneKey[]): Promise<void> {
  const lanes = new Map(keys.map((key) => [`${String(key.chainId)}:${key.sender}`, key]))
  await Promise.all(
    [...lanes.values()].map(async (key) => {
      try {
        await doorbell.ring(key)
      } catch (error) {
        log.warn('a lane was not rung at', { reason: messageOf(error) })
      }
    }),
  )
}

async function submitOrEnd(
  { runs, lanes, clock, log }: ActivityPorts,
  delivery: Delivery,
  { ending, isPartly }: PartialRun,
): Promise<boolean> {
  const { deliveryId, wakeId, chainId, sender, receiver, subscription } = delivery
  const sealed = (await runs.envelopes.list(deliveryId)).length > 0
  if (!sealed && ending !== undefined) {
    await runs.deliveries.insertEnd(delivery, { ...ending, endedAt: nowInSeconds(clock) })
    return false
  }
  if (!sealed && isPartly === true) return true
  if (!sealed) throw new EnvelopeMissingError(deliveryId)
  const place = { deliveryId, wakeId, chainId, sender, receiver, subscription }
  const row = { ...place, acceptedAtInMs: clock.nowInMs() }
  const submitted = await lanes.submit(row)
  if (submitted.status === 'unserved') {
    const end = { outcome: 'refused', reasons: [submitted.reason] } as const
    await runs.deliveries.insertEnd(delivery, { ...end, endedAt: nowInSeconds(clock) })
    return false
  }
  if (submitted.status === 'accepted') logPoint(log, 'submitted', { deliveryId })
  return true
}
