import * as z from 'zod'
import { requireCalendar } from '../calendar/calendars'
import { calendarPath } from './fields'
import { defineRoute, nothing } from './route'

/** The route that shows what an operator knows better than a calendar. */
export const getOverrides = defineRoute({
  name: 'getOverrides',
  method: 'GET',
  path: 'calendars/{calendar}/overrides',
  role: 'function',
  summary: "Shows the operator's overrides of a calendar, as they are stored.",
  request: z.object({ path: calendarPath, query: nothing, body: nothing }),
  answers: {
    200: '`{ calendar, overrides }`; the latter is empty when there are none.',
    400: 'No such calendar.',
  },
  answer: async ({ runs }, { path }) => {
    const { name } = requireCalendar(path.calendar)
    const overrides = (await runs.checkpoints.getOverrides(name)) ?? {}
    return { status: 200, json: { calendar: name, overrides } }
  },
})
