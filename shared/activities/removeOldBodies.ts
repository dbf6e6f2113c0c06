import { messageOf } from '../core/errors'
import type { AgedRun } from '../runs/bodies'
import type { ActivityPorts } from './ports'

/** What one round did. */
export type Removal = {
  /** Runs whose bodies are gone now. */
  readonly removed: number
  /** Runs that have not ended, and are looked at again a day later. */
  readonly postponed: number
  /** Runs that something is wrong with: the log says what. The next round tries them again. */
  readonly failed: number
  /** Whether the round ended at its bound: the next goes on. */
  readonly isMore: boolean
}

/** Bounds of a round. */
export type RemovalBounds = {
  /** Runs a round; 10,000 when left out, which an hour of one run a second does not fill. */
  readonly runs?: number
  /** Runs at once; 16 when left out. */
  readonly atOnce?: number
}

const DAY_IN_MS = 86_400_000

/**
 * Removes the response bodies of ended runs that are older than they may be. All else of the runs stays.
 *
 * What is done is off the list, so that a round that breaks off loses nothing, and two at once do no harm.
 *
 * @param ports - Rows, clock and how long bodies are kept.
 * @param bounds - Of the round.
 * @returns What it did.
 */
export async function removeOldBodies(
  ports: Pick<ActivityPorts, 'runs' | 'clock' | 'log' | 'bodyRetentionInDays'>,
  bounds: RemovalBounds = {},
): Promise<Removal> {
  const { runs: most = 10_000, atOnce = 16 } = bounds
  const beforeInMs = ports.clock.nowInMs() - ports.bodyRetentionInDays * DAY_IN_MS
  const counts = { removed: 0, postponed: 0, failed: 0 }
  let looked = 0
  let after: string | undefined
  while (looked < most) {
    const limit = Math.min(atOnce, most - looked)
    const page = await ports.runs.bodies.listAged({ after, beforeInMs, limit })
    const words = await Promise.all(page.map((run) => removeOne(ports, run, beforeInMs)))
    for (const word of words) counts[word] += 1
    looked += page.length
    after = page.at(-1)?.place
    if (page.length < limit) break
  }
  const removal = { ...counts, isMore: looked === most }
  if (looked > 0) ports.log.info('old bodies were looked through', removal)
  return removal
}

type Word = 'removed' | 'postponed' | 'failed'

// One run's fault must not keep the others from being looked at.
async function removeOne(
  { runs, log }: Pick<ActivityPorts, 'runs' | 'log'>,
  run: AgedRun,
  beforeInMs: number,
): Promise<Word> {
  try {
    if (await runs.wakes.hasEnded(run.wakeId)) {
      await runs.bodies.remove(run)
      return 'removed'
    }
    await runs.bodies.postpone(run, beforeInMs + DAY_IN_MS)
    return 'postponed'
  } catch (error) {
    log.warn('the bodies of a run could not be removed', {
      wakeId: run.wakeId,
      reason: messageOf(error),
    })
    return 'failed'
  }
}
