import * as z from 'zod'
import { requireCalendar } from '../calendar/calendars'
import { parseCalendarOverrides } from '../calendar/parseCalendarOverrides'
import { calendarPath } from './fields'
import { defineRoute, nothing } from './route'

/** The route by which an operator tells what a calendar does not know yet. */
export const putOverrides = defineRoute({
  name: 'putOverrides',
  method: 'PUT',
  path: 'calendars/{calendar}/overrides',
  role: 'admin',
  summary:
    "Replaces the operator's overrides of a calendar: a closure or an early close announced since it was written. They count from the next tick; wakes that are stored already keep those that they came under.",
  request: z.object({
    path: calendarPath,
    query: nothing,
    // Parsed with the calendar at hand.
    body: z.strictObject({
      closed: z.unknown().optional().describe('Days without trading, `["2026-12-04"]`.'),
      sessions: z
        .unknown()
        .optional()
        .describe(
          'Days of trading with their own hours in the zone of the exchange, `[{ "date", "open", "close" }]`.',
        ),
      closes: z
        .unknown()
        .optional()
        .describe('Other closing times of trading days, `{ "2026-12-24": "12:00" }`.'),
    }),
  }),
  answers: {
    200: 'They are stored: `{ calendar, overrides }`.',
    400: 'No such calendar; or `INVALID_VALUE`, which names the part that is wrong. Nothing was stored.',
    422: '`CALENDAR_OUT_OF_RANGE`: a date in a year that the calendar does not know.',
  },
  answer: async ({ runs }, { path, body }, log) => {
    const { name } = requireCalendar(path.calendar)
    const overrides = parseCalendarOverrides(name, body)
    await runs.checkpoints.putOverrides(name, overrides)
    log.info('overrides replaced', { calendar: name })
    return { status: 200, json: { calendar: name, overrides } }
  },
})
