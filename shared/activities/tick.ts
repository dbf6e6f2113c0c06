import { dueSlots } from '../calendar/dueSlots'
import type { CalendarOverrides } from '../calendar/overrides'
import type { Clock } from '../core/clock'
import { nowInSeconds } from '../core/clock'
import { wakeId } from '../core/ids'
import type { Log } from '../core/log'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { Instances } from '../runs/instances'
import type { Runs } from '../runs/openRuns'
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

/**
 * Starts the runs of a schedule's due slots, oldest first. The checkpoint moves only after a start, so that a slot whose
 * start was lost is due again; and never are slots due from before the first subscription was activated.
 *
 * @param ports - Rows, engine and clock.
 * @param cryplet - Whose schedule.
 * @returns The slots whose runs were asked to start.
 */
export async function tick(ports: TickPorts, cryplet: LoadedCryplet): Promise<readonly number[]> {
  const { runs, clock } = ports
  const { crypletId } = cryplet
  const overrides = await readOverrides(runs, cryplet.definition.wakes.calendar)
  const slots = await slotsNow(ports, cryplet, overrides)
  for (const slot of slots) {
    const now = nowInSeconds(clock)
    const wake = await storeWake(
      {
        wakeId: wakeId('schedule', crypletId, slot),
        cryplet: cryplet.definition.name,
        kind: 'schedule',
        crypletId,
        slot,
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

async function slotsNow(
  { runs, clock }: TickPorts,
  { definition, crypletId }: LoadedCryplet,
  overrides: CalendarOverrides | undefined,
): Promise<readonly number[]> {
  const admitted = await runs.subscriptions.list(crypletId)
  if (admitted.length === 0) return []
  const activation = Math.min(...admitted.map(({ activatedAt }) => activatedAt))
  const checkpoint = (await runs.checkpoints.get(crypletId)) ?? 0
  return dueSlots(definition.wakes, {
    after: Math.max(checkpoint, activation - 1),
    until: nowInSeconds(clock),
    overrides,
  })
}
