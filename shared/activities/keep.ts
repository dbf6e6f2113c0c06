import type { Clock } from '../core/clock'
import { messageOf } from '../core/errors'
import type { Instances } from '../runs/instances'
import type { OpenWake } from '../runs/wakes'
import { startRun } from '../runs/wakeUp'
import type { ActivityPorts } from './ports'
import { warmVerdicts } from './warmVerdicts'

// An engine that has lost an instance is asked again after this; while it runs, asking does nothing.
const RESTART_AFTER_IN_MS = 60_000
const WARM_EVERY_IN_SECONDS = 60

/**
 * Rings for what is unfinished: starts the runs of wakes that nobody started, and rings at every lane with something to
 * do. Once a minute it has verdicts warmed. It decides nothing. With nothing to do it costs one listing of open wakes, one
 * of lanes, and one of each lane.
 *
 * @param ports - Adapters.
 * @param instances - The engine.
 */
export async function keep(ports: ActivityPorts, instances: Instances): Promise<void> {
  const { lanes, doorbell, clock } = ports
  await guarded(ports, 'starting runs failed', () => startOpen(ports, instances))
  await guarded(ports, 'listing lanes failed', async () => {
    const keys = await lanes.keys()
    await Promise.all(
      keys.map((key) =>
        guarded(ports, 'a lane was not rung at', async () => {
          if (await lanes.hasWork(key)) await doorbell.ring(key)
        }),
      ),
    )
  })
  // Last, for a registry may be slow. By the clock alone: asked twice in its second, or never, it does no harm.
  if (Math.floor(clock.nowInMs() / 1000) % WARM_EVERY_IN_SECONDS === 0) {
    await guarded(ports, 'warming verdicts failed', () => warmVerdicts(ports))
  }
}

async function startOpen(ports: ActivityPorts, instances: Instances): Promise<void> {
  const { runs, clock, log } = ports
  for (const { wakeId } of (await runs.wakes.listOpen()).filter((wake) => isStale(wake, clock))) {
    // Each by itself: one that cannot be started must not keep those behind it waiting.
    await guarded(ports, 'a run did not start', async () => {
      await startRun(wakeId, { wakes: runs.wakes, instances, clock, log })
    })
  }
}

function isStale({ startedAtInMs }: OpenWake, clock: Clock): boolean {
  return startedAtInMs === undefined || startedAtInMs + RESTART_AFTER_IN_MS <= clock.nowInMs()
}

// One lane's or chain's fault is not another's; the next ring tries again.
async function guarded(
  { log }: ActivityPorts,
  what: string,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run()
  } catch (error) {
    log.error(what, { reason: messageOf(error) })
  }
}
