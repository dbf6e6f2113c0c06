import { owe, servedBy } from '../../../shared/activities/owe'
import type { ActivityPorts } from '../../../shared/activities/ports'
import type { ProduceResult } from '../../../shared/activities/produce'
import type { RunInput } from '../../../shared/activities/result'
import { faultOf } from '../../../shared/activities/result'
import { stopIfRetracted } from '../../../shared/activities/stopIfRetracted'
import type { Hex } from '../../../shared/core/hex'
import type { Delivery, WakeRow } from '../../../shared/runs/rows'

/** What producing needs of the world around it. */
export type Producing = {
  readonly ports: ActivityPorts
  readonly isSourceDown: () => boolean
  /** Called as an execution begins, with what to call when it ends. */
  readonly onProduce: (wakeId: Hex) => () => void
}

// The activity with its order of rows, and with envelopes of nothing: nobody signs here.
export async function produce(producing: Producing, input: RunInput): Promise<ProduceResult> {
  const done = producing.onProduce(input.wakeId)
  const result = await produceRows(producing, input)
  done()
  return result
}

function produceRows(producing: Producing, { wakeId }: RunInput): Promise<ProduceResult> {
  const { ports, isSourceDown } = producing
  const { runs, log } = ports
  return faultOf(log, async () => {
    const wake = await runs.wakes.require(wakeId)
    const owed = await decide(ports, wake)
    if (await stopIfRetracted(ports, wakeId, owed)) return { status: 'produced' } as const
    if (isSourceDown()) return { status: 'fault', retryable: true, reasons: ['a source is down'] }
    for (const { deliveryId } of owed) {
      const envelope = { deliveryId, generation: 0, digest: deliveryId, expiresAt: 0, envelope: {} }
      await runs.envelopes.insert(envelope)
    }
    return { status: 'produced' } as const
  })
}

async function decide(ports: ActivityPorts, wake: WakeRow): Promise<readonly Delivery[]> {
  const { runs } = ports
  const known = await runs.deliveries.ofRun(wake.wakeId)
  if (known !== undefined) return runs.deliveries.insert(wake, known)
  const served = servedBy(wake, await runs.subscriptions.list(wake.crypletId))
  const owed = await Promise.all(served.map((subscription) => owe(ports, wake, subscription)))
  return runs.deliveries.insert(wake, owed)
}
