import { timingOf } from '../authoring/wake'
import type { Timing } from '../calendar/dueSlots'
import { dueSlots } from '../calendar/dueSlots'
import type { CalendarOverrides } from '../calendar/overrides'
import type { Clock } from '../core/clock'
import { nowInSeconds } from '../core/clock'
import type { Log } from '../core/log'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Instances } from '../runs/instances'
import type { Runs } from '../runs/openRuns'
import { wakeColumns } from '../runs/wakeColumns'
import { startRun, storeWake } from '../runs/wakeUp'
import { GRACE_IN_SECONDS } from './observeOnce'
import { readOverrides } from './readOverrides'

/** What a tick works on. */
export type TickPorts = {
  readonly runs: Runs
  readonly instances: Instances
  readonly clock: Clock
  readonly log: Log
}

// A timer's next tick comes at a whole second: what has come due while this one worked need not wait for it. Some rounds
// only, so that it keeps nobody waiting who stops the host.
const MOST_ROUNDS = 8

/**
 * Starts the runs of a clock's due slots, oldest first, and of those that come due meanwhile. The checkpoint moves only
 * after a start, so that a slot whose start was lost is due again; and never are slots due from before the first
 * subscription was activated.
 *
 * @param ports - Rows, engine and clock.
 * @param cryplet - Whose schedule or interval.
 * @returns The slots whose runs were asked to start.
 */
export async function tick(ports: TickPorts, cryplet: LoadedCryplet): Promise<readonly number[]> {
  const all: number[] = []
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    const slots = await startDue(ports, cryplet)
    all.push(...slots)
    if (slots.length === 0) break
  }
  return all
}

async function startDue(ports: TickPorts, cryplet: LoadedCryplet): Promise<readonly number[]> {
  const { runs, clock } = ports
  const { crypletId } = cryplet
  const timing = timingOf(cryplet.definition)
  if (timing === undefined) return []
  const overrides = await readOverrides(runs, timing)
  const slots = await slotsNow(ports, cryplet, { timing, overrides })
  for (const slot of slots) {
    const now = nowInSeconds(clock)
    const wake = await storeWake(
      {
        ...wakeColumns({ kind: timing.kind, crypletId, slot }),
        cryplet: cryplet.definition.name,
        explicit: false,
        wokenAtInMs: clock.nowInMs(),
        retryUntil: Math.max(slot, now) + GRACE_IN_SECONDS,
        ...(overrides !== undefined && { overrides }),
      },
      { ...ports, wakes: runs.wakes },
    )
    await startRun(wake.wakeId, { ...ports, wakes: runs.wakes })
    await runs.checkpoints.advance(crypletId, slot)
  }
  return slots
}

type ClockNow = { readonly timing: Timing; readonly overrides: CalendarOverrides | undefined }

async function slotsNow(
  { runs, clock }: TickPorts,
  { crypletId }: LoadedCryplet,
  { timing, overrides }: ClockNow,
): Promise<readonly number[]> {
  const [admitted, checkpoint = 0] = await Promise.all([
    runs.subscriptions.list(crypletId),
    runs.checkpoints.get(crypletId),
  ])
  if (admitted.length === 0) return []
  const activation = Math.min(...admitted.map(({ activatedAt }) => activatedAt))
  const now = nowInSeconds(clock)
  // An interval is about now: after a long standstill only what is within its grace is caught up.
  const oldest = timing.kind === 'interval' ? now - GRACE_IN_SECONDS : 0
  const after = Math.max(checkpoint, activation - 1, oldest)
  return dueSlots(timing, { after, until: now, overrides })
}
