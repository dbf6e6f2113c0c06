import { nowInSeconds } from '../../core/clock'
import { logPoint } from '../../core/log'
import type { OpenRow } from './journal'
import type { Ending, Lane, Step, Turn } from './lane'
import type { SettledRow } from './rows'
import { deliveryOf } from './rows'

/**
 * Ends a delivery: the second durable write of a lane, and the only place where a submitted delivery ends.
 *
 * @param turn - Of its lane.
 * @param open - The row as it was read.
 * @param ending - What became of it.
 * @returns `conflict` when another writer came first.
 */
export async function settle(turn: Turn, open: OpenRow, ending: Ending): Promise<Step> {
  const settled: SettledRow = {
    ...deliveryOf(open.row),
    state: 'settled',
    end: { ...ending, endedAt: nowInSeconds(turn.clock) },
  }
  if ((await turn.journal.settle(open, settled, turn.head)) === 'conflict') return 'conflict'
  const { outcome, transaction } = ending
  logPoint(turn.log, 'settled', { deliveryId: open.row.deliveryId, outcome, transaction })
  return 'moved'
}

/**
 * Tells a run of a settled delivery, then closes its row. What fails here is repeated by the next drain.
 *
 * @param lane - Its lane.
 * @param open - The settled row.
 * @returns `conflict` when another writer closed it.
 */
export async function tellAndClose(lane: Lane, open: OpenRow<SettledRow>): Promise<Step> {
  const { deliveryId, wakeId } = open.row
  const told = await lane.tell(open.row)
  if (told === 'raised') logPoint(lane.log, 'raised', { wakeId, deliveryId })
  return (await lane.journal.close(open)) === 'conflict' ? 'conflict' : 'moved'
}
