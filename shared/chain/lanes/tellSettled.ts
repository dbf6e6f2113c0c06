import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import type { Decision, Lane } from './lane'
import type { LaneState, OpenRow } from './laneState'
import type { SettledRow } from './rows'

const MOST_TOLD = 48

/**
 * Tells runs how their deliveries ended. What fails is repeated at the next look; others are told all the same.
 *
 * @param lane - Of the deliveries.
 * @param state - As it stands.
 * @param told - Those that were told before, and are not put away yet.
 * @returns Those that are told now.
 */
export async function tellSettled(
  lane: Lane,
  state: LaneState,
  told: ReadonlySet<Hex>,
): Promise<ReadonlySet<Hex>> {
  const settled = state.rows.filter(isSettled).map(({ row }) => row)
  const before = settled.map(({ deliveryId }) => deliveryId).filter((id) => told.has(id))
  const untold = settled.filter(({ deliveryId }) => !told.has(deliveryId)).slice(0, MOST_TOLD)
  const now = await Promise.all(untold.map((row) => tellOne(lane, row)))
  return new Set([...before, ...now.flat()])
}

async function tellOne({ tell, log }: Lane, row: SettledRow): Promise<readonly Hex[]> {
  const { deliveryId, wakeId } = row
  try {
    if ((await tell(row)) === 'raised') logPoint(log, 'raised', { wakeId, deliveryId })
    return [deliveryId]
  } catch (error) {
    log.error('a run was not told', { deliveryId, reason: messageOf(error) })
    return []
  }
}

/**
 * Puts away what is told.
 *
 * @param state - As it stands.
 * @param told - Whose runs know.
 * @returns What to write; it can wait, since telling twice does no harm.
 */
export function closingsOf(state: LaneState, told: ReadonlySet<Hex>): readonly Decision[] {
  return state.rows
    .filter(isSettled)
    .filter(({ row }) => told.has(row.deliveryId))
    .map((from) => ({ change: { from, to: 'past' } }))
}

function isSettled(open: OpenRow): open is OpenRow<SettledRow> {
  return open.row.state === 'settled'
}
