import { nowInSeconds } from '../../core/clock'
import type { Turn } from './lane'

/**
 * Gives the time that contracts see. A chain that mines on demand only shows it in its next block: there the clock tells.
 *
 * @param turn - Of a lane.
 * @returns Unix seconds.
 */
export function chainTime(turn: Turn): number {
  const { view, clock, quietRefusalInMs } = turn
  return quietRefusalInMs === undefined ? view.block.timestamp : nowInSeconds(clock)
}
