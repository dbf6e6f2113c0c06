import type { LaneKey } from '../../chain/lanes/rows'
import { laneId } from '../../chain/lanes/rows'
import type { ApiPorts } from '../ports'
import { LaneUnknownError } from './errors'

const MOST_NAMED = 20

/**
 * Finds a lane.
 *
 * @param ports - With all lanes.
 * @param id - `chainId:sender`, the latter in any case.
 * @returns Which it is.
 * @throws LaneUnknownError that names those that there are.
 */
export async function requireLane(ports: Pick<ApiPorts, 'lanes'>, id: string): Promise<LaneKey> {
  const keys = await ports.lanes.keys()
  const found = keys.find((key) => laneId(key).toLowerCase() === id.toLowerCase())
  if (found !== undefined) return found
  throw new LaneUnknownError(id, keys.slice(0, MOST_NAMED).map(laneId))
}
