import * as z from 'zod'
import { GRACE_IN_SECONDS } from '../activities/observeOnce'
import { readOverrides } from '../activities/readOverrides'
import { timingOf } from '../authoring/wake'
import type { Timing } from '../calendar/dueSlots'
import type { CalendarOverrides } from '../calendar/overrides'
import { nowInSeconds } from '../core/clock'
import type { Log } from '../core/log'
import { requireCryplet } from '../execution/container'
import { SlotInFutureError } from '../execution/errors'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { WakeColumns } from '../runs/wakeColumns'
import { wakeColumns } from '../runs/wakeColumns'
import { storeWake } from '../runs/wakeUp'
import type { ScheduleNow } from './dueSlot'
import { isSlot, slotsAround } from './dueSlot'
import { NoSlotsError, SlotNotDueError } from './errors'
import { crypletPath } from './fields'
import type { ApiPorts } from './ports'
import { defineRoute, nothing } from './route'

const slot = z
  .union(
    [
      z.literal('last'),
      z.iso
        .datetime({ offset: true })
        .transform((text) => Date.parse(text) / 1000)
        .refine(Number.isInteger),
      z.int().nonnegative().max(253_402_300_799),
    ],
    'expected "last", an instant as in "2026-11-20T21:00:00Z" (whole seconds), or Unix seconds',
  )
  .describe('`last` (the one that came due last), an RFC 3339 instant, or Unix seconds.')

/** The route that wakes a Cryplet for a slot that has passed. */
export const createWake = defineRoute({
  name: 'createWake',
  method: 'POST',
  path: 'cryplets/{name}/wakes',
  role: 'function',
  summary:
    'Wakes a Cryplet for one slot of its schedule, also one before its subscriptions were activated. Asking for the same slot again, or for one that the timer has woken, gives the same wake.',
  request: z.object({
    path: crypletPath,
    query: nothing,
    body: z.strictObject({ slot }),
  }),
  answers: {
    200: 'The wake was known, and its run has ended.',
    202: 'The wake is durable and its run begins, or goes on. `{ wakeId, cryplet, slot, state, deliveries }`, the last as a path, also in `Location`.',
    400: 'No slot.',
    404: 'No such Cryplet.',
    422: '`CRYPLET_WITHOUT_SLOTS`: no clock wakes it. `SLOT_NOT_DUE`: the schedule has no slot there, as when the market is closed; it is recorded, and `GET /api/cryplets` lists it. `SLOT_IN_FUTURE`.',
  },
  answer: async (ports, { path, body }, log) => {
    const cryplet = requireCryplet(ports, path.name)
    const now = nowInSeconds(ports.clock)
    const schedule = requireTiming(cryplet)
    const overrides = await readOverrides(ports.runs, schedule)
    const asked = { asked: body.slot, schedule, now, overrides, log }
    const due = await requireDueSlot(ports, cryplet, asked)
    const wake = wakeColumns({ kind: schedule.kind, crypletId: cryplet.crypletId, slot: due })
    const id = wake.wakeId
    const hasEnded = await ports.runs.wakes.hasEnded(id)
    if (!hasEnded) await takeIn(ports, { cryplet, wake, overrides }, log)
    const deliveries = `/api/deliveries?wake=${id}`
    return {
      status: hasEnded ? 200 : 202,
      headers: { location: deliveries },
      json: {
        wakeId: id,
        cryplet: cryplet.definition.name,
        slot: due,
        state: hasEnded ? 'ended' : 'open',
        deliveries,
      },
    }
  },
})

type AskedWake = {
  readonly cryplet: LoadedCryplet
  readonly wake: WakeColumns
  readonly overrides: CalendarOverrides | undefined
}

// Durable when it returns: the keeper starts its run, whatever becomes of this process.
async function takeIn(ports: ApiPorts, asked: AskedWake, log: Log): Promise<void> {
  const { runs, clock } = ports
  const { cryplet, overrides } = asked
  const { definition } = cryplet
  await storeWake(
    {
      ...asked.wake,
      cryplet: definition.name,
      explicit: true,
      wokenAtInMs: clock.nowInMs(),
      retryUntil: nowInSeconds(clock) + GRACE_IN_SECONDS,
      ...(overrides !== undefined && { overrides }),
    },
    { wakes: runs.wakes, log },
  )
}

function requireTiming({ definition }: LoadedCryplet): Timing {
  const timing = timingOf(definition)
  if (timing === undefined) throw new NoSlotsError(definition.name)
  return timing
}

type Asked = ScheduleNow & {
  readonly asked: number | 'last'
  readonly log: Log
}

async function requireDueSlot(
  ports: ApiPorts,
  cryplet: LoadedCryplet,
  { asked, log, ...schedule }: Asked,
): Promise<number> {
  const { name } = cryplet.definition
  const { now } = schedule
  if (asked === 'last') {
    const { last } = slotsAround(schedule)
    if (last === undefined) throw new SlotNotDueError(name, now, last)
    return last
  }
  if (asked > now) throw new SlotInFutureError(asked, now)
  if (isSlot(schedule, asked)) return asked
  const refusal = new SlotNotDueError(name, asked, slotsAround(schedule).last)
  await ports.runs.wakes.insertNotDue(cryplet.crypletId, {
    slot: asked,
    askedAtInMs: ports.clock.nowInMs(),
    reason: refusal.message,
  })
  log.warn('slot is not due', { cryplet: name, slot: asked })
  throw refusal
}
