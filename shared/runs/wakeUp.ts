import type { Clock } from '../core/clock'
import type { Hex } from '../core/hex'
import { instanceId } from '../core/ids'
import type { Log } from '../core/log'
import { logPoint } from '../core/log'
import type { Instances } from './instances'
import type { WakeRow } from './rows'
import type { Wakes } from './wakes'

/** What a start of a run needs. */
export type StartPorts = {
  readonly wakes: Wakes
  readonly instances: Instances
  readonly clock: Clock
  readonly log: Log
}

/** Where a run stands after it was asked to start. */
export type RunState = 'started' | 'running' | 'ended'

/**
 * Makes a wake durable. From here on the keeper starts its run, should this process end.
 *
 * @param wake - Its row; an earlier row of that id counts instead.
 * @param ports - Rows and log.
 * @returns The wake as stored.
 */
export async function storeWake(
  wake: WakeRow,
  ports: Pick<StartPorts, 'wakes' | 'log'>,
): Promise<WakeRow> {
  const { first, wake: stored } = await ports.wakes.insert(wake)
  if (first) {
    const { wakeId, cryplet, slot } = stored
    logPoint(ports.log, 'wake', { wakeId, cryplet, slot })
  }
  return stored
}

/**
 * Starts the workflow of a stored wake, unless its run has ended or is under way.
 *
 * A terminal row, not the engine, prevents a second run: an engine starts a finished id again.
 *
 * @param wakeId - 32 bytes.
 * @param ports - Rows, engine, clock and log.
 * @returns Where the run stands.
 */
export async function startRun(wakeId: Hex, ports: StartPorts): Promise<RunState> {
  const { wakes, instances, clock, log } = ports
  if (await wakes.hasEnded(wakeId)) {
    await wakes.close(wakeId)
    return 'ended'
  }
  const state = await instances.start(instanceId(wakeId), { wakeId })
  await wakes.markStarted(wakeId, clock.nowInMs())
  if (state === 'started') logPoint(log, 'start', { wakeId })
  return state
}
