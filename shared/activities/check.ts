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
  return faultOf(ports.log, async () => {
    const status = (await isSettled(ports, input)) ? 'settled' : 'open'
    return { status } as const
  })
}

/**
 * Reads whether every delivery of a run has ended, for whoever must know that it could be read.
 *
 * @param ports - Adapters.
 * @param input - Which run.
 * @returns True when all have.
 */
export async function isSettled(
  ports: Pick<ActivityPorts, 'runs'>,
  input: RunInput,
): Promise<boolean> {
  const { runs } = ports
  const owed = (await runs.deliveries.ofRun(input.wakeId)) ?? []
  const ends = await runs.deliveries.endsOf(input.wakeId)
  return owed.every(({ deliveryId }) => ends.has(deliveryId))
}
