import type { ActivityPorts } from './ports'
import type { Fault, RunInput } from './result'
import { faultOf } from './result'

/** Where a run's deliveries stand: the rows are the truth, the event only wakes. */
export type CheckResult = { readonly status: 'open' | 'settled' } | Fault

/**
 * Reads whether every delivery of a run has ended.
 *
 * @param ports - Adapters.
 * @param input - Which run.
 * @returns `settled` when all have.
 */
export function check(ports: ActivityPorts, input: RunInput): Promise<CheckResult> {
  const { runs, log } = ports
  return faultOf(log, async () => {
    const owed = (await runs.deliveries.ofRun(input.wakeId)) ?? []
    const ends = await Promise.all(owed.map(({ deliveryId }) => runs.deliveries.getEnd(deliveryId)))
    return { status: ends.includes(undefined) ? 'open' : 'settled' } as const
  })
}
