import * as z from 'zod'
import { laneId as idOf } from '../chain/lanes/rows'
import { laneId } from './fields'
import { requireLane } from './lanes/requireLane'
import { defineRoute, nothing } from './route'

/** The route by which an operator keeps a lane from sending. */
export const pauseLane = defineRoute({
  name: 'pauseLane',
  method: 'POST',
  path: 'lanes/{id}/pause',
  role: 'admin',
  summary:
    'Keeps a lane from signing deliveries until it is resumed. What is in flight is followed; what is submitted meanwhile waits.',
  request: z.object({
    path: z.strictObject({ id: laneId }),
    query: nothing,
    body: z.strictObject({
      reason: z
        .string()
        .trim()
        .min(1, 'expected why, in words')
        .max(200)
        .describe('Why, for those who look at the lane; 1 to 200 characters.'),
    }),
  }),
  answers: {
    202: '`{ lane, will }`: from its next look on. Paused again, the new reason stands.',
    400: 'No id, or no reason.',
    404: '`LANE_UNKNOWN`.',
  },
  answer: async (ports, { path, body }, log) => {
    const key = await requireLane(ports, path.id)
    await ports.lanes.pause(key, body.reason)
    const lane = idOf(key)
    log.info('lane paused', { lane, reason: body.reason })
    const will =
      'It signs no delivery from its next look on, and says why to those who look at it. What is in flight is followed.'
    return { status: 202, json: { lane, will } }
  },
})
