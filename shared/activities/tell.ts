import type { SettledRow } from '../chain/lanes/rows'
import { instanceId } from '../core/ids'
import type { Instances } from '../runs/instances'
import { isSettled } from './check'
import type { ActivityPorts } from './ports'

/** The event that a run's workflow waits for. */
export const SETTLED_EVENT = 'settled'

/**
 * Writes a lane's outcome where the run reads it, and raises the event when it was the run's last.
 *
 * @param ports - Adapters.
 * @param instances - The engine.
 * @param row - What settled.
 * @returns Whether the event was raised. An event raised twice is no harm: the workflow reads the rows.
 * @throws Error of storage or engine: the lane then keeps its row, and tells again.
 */
export async function tell(
  ports: ActivityPorts,
  instances: Instances,
  row: SettledRow,
): Promise<'raised' | 'others are open'> {
  const { wakeId, deliveryId, end } = row
  await ports.runs.deliveries.insertEnd({ wakeId, deliveryId }, end)
  if (!(await isSettled(ports, { wakeId }))) return 'others are open'
  await instances.raise(instanceId(wakeId), SETTLED_EVENT, { wakeId })
  return 'raised'
}
