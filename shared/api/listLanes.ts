import * as z from 'zod'
import { defineRoute, nothing } from './route'

/** The route that lists lanes. */
export const listLanes = defineRoute({
  name: 'listLanes',
  method: 'GET',
  path: 'lanes',
  role: 'function',
  summary:
    'Lists the lanes, each in short: where it stands, how old its oldest delivery is, what it waits for and what would unblock it. Each chain is looked at once a lane; one that does not answer is among what its lanes wait for.',
  request: z.object({ path: nothing, query: nothing, body: nothing }),
  answers: {
    200: "`{ lanes: [...] }`. Of each: `lane` (its id), `state` (`idle`, `working`, `paused`), `position` (`confirmedNonce`: all below are used for good; `minedNonce`: the chain's), how many deliveries are `waiting`, `parked`, `unreadable` or `settled` (their runs are still to be told), how many transactions are `inFlight` or `confirming`, `oldestAgeInSeconds`, `balanceInWei`, `lastError` (maybe long past), `waitsFor: [{ what, unblockedBy, deliveries? }]`. What the chain would have said is left out when it does not answer.",
  },
  answer: async ({ lanes }) => {
    const keys = await lanes.keys()
    const summaries = await Promise.all(keys.map((key) => lanes.summary(key)))
    return { status: 200, json: { lanes: summaries } }
  },
})
