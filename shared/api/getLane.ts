import * as z from 'zod'
import { laneId } from './fields'
import { admittedSubscriptions, budgetsOf } from './lanes/budgets'
import { requireLane } from './lanes/requireLane'
import { defineRoute, nothing } from './route'

/** The route that shows one lane. */
export const getLane = defineRoute({
  name: 'getLane',
  method: 'GET',
  path: 'lanes/{id}',
  role: 'function',
  summary: 'Shows a lane: as in the list, and every delivery in it with its history.',
  request: z.object({
    path: z.strictObject({ id: laneId }),
    query: nothing,
    body: nothing,
  }),
  answers: {
    200: "As in the list, and: `pendingNonce` (the chain's, with what waits in pools), `budgets` (`spentInWei` of `budgetInWei`, `warning` from four fifths on), `submissions` (the oldest 100: `state`, `ageInSeconds`, `waitingFor`, `unblockedBy`, `attempts` with their prices, `cancelledAs`, an operator's `wish` that is not done yet, `history`), `leftOut` (how many more), `unreadableRows`. Never a signed transaction's bytes.",
    400: 'No id.',
    404: '`LANE_UNKNOWN`: nothing was ever submitted to it; those that there are are named.',
  },
  answer: async (ports, { path }) => {
    const key = await requireLane(ports, path.id)
    const [report, admitted] = await Promise.all([
      ports.lanes.report(key),
      admittedSubscriptions(ports),
    ])
    const { meters, ...told } = report
    return { status: 200, json: { ...told, budgets: budgetsOf(key, meters, admitted) } }
  },
})
