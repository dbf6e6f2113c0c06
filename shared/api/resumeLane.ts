import * as z from 'zod'
import { laneId as idOf } from '../chain/lanes/rows'
import { laneId } from './fields'
import { WishSenselessError } from './lanes/errors'
import { requireLane } from './lanes/requireLane'
import { defineRoute, nothing } from './route'

/** The route by which an operator lets a paused lane go on. */
export const resumeLane = defineRoute({
  name: 'resumeLane',
  method: 'POST',
  path: 'lanes/{id}/resume',
  role: 'admin',
  summary: 'Lets a paused lane go on.',
  request: z.object({ path: z.strictObject({ id: laneId }), query: nothing, body: nothing }),
  answers: {
    202: '`{ lane, will }`: from its next look on.',
    400: 'No id.',
    404: '`LANE_UNKNOWN`.',
    409: '`WISH_SENSELESS`: it is not paused.',
  },
  answer: async (ports, { path }, log) => {
    const key = await requireLane(ports, path.id)
    const lane = idOf(key)
    if ((await ports.lanes.pausedBecause(key)) === undefined) {
      throw new WishSenselessError('resume', `lane ${lane} is not paused`)
    }
    await ports.lanes.resume(key)
    log.info('lane resumed', { lane })
    return { status: 202, json: { lane, will: 'It goes on at its next look, oldest first.' } }
  },
})
