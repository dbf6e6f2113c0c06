import { nowInSeconds } from '../core/clock'
import type { Hex } from '../core/hex'
import type { Delivery } from '../runs/rows'
import type { ActivityPorts } from './ports'
import { RETRACTED } from './retract'

/**
 * Ends what a run owes when its event has been taken back before anything of it was sealed.
 *
 * @param ports - Rows and clock.
 * @param wakeId - Of the run.
 * @param owed - Its deliveries.
 * @returns Whether it has been taken back; what is in a lane already is ended by its lane.
 */
export async function stopIfRetracted(
  ports: Pick<ActivityPorts, 'runs' | 'clock'>,
  wakeId: Hex,
  owed: readonly Delivery[],
): Promise<boolean> {
  const { runs, clock } = ports
  if (!owed.some(({ isOfEvent }) => isOfEvent === true)) return false
  if ((await runs.retractions.get(wakeId)) === undefined) return false
  for (const delivery of owed) {
    if ((await runs.envelopes.list(delivery.deliveryId)).length > 0) continue
    const end = {
      outcome: 'cancelled',
      reasons: [RETRACTED],
      endedAt: nowInSeconds(clock),
    } as const
    await runs.deliveries.insertEnd(delivery, end)
  }
  return true
}
