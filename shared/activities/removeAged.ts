import { messageOf } from '../core/errors'
import type { AgedList, AgedRun } from '../runs/agedList'
import type { ActivityPorts } from './ports'

/** What one round did with runs of one kind. */
export type Removal = {
  readonly looked: number
  /** Runs of which nothing is left that was to go. */
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
  /** Runs a round and kind; 10,000 when left out, which an hour of one run a second does not fill. */
  readonly runs?: number
  /** Runs at once; 16 when left out. */
  readonly atOnce?: number
}

/** What removing works on. */
export type RemovalPorts = Pick<ActivityPorts, 'runs' | 'clock' | 'log' | 'retention'>

const DAY_IN_MS = 86_400_000

/**
 * Removes what is older than it may be of runs that have ended: the response bodies of all, and all that is kept of those
 * that a post woke.
 *
 * What is done is off its list, so that a round that breaks off loses nothing, and two at once do no harm.
 *
 * @param ports - Rows, clock and how long what is kept.
 * @param bounds - Of the round.
 * @returns What it did.
 */
export async function removeAged(
  ports: RemovalPorts,
  bounds: RemovalBounds = {},
): Promise<{ readonly bodies: Removal; readonly posts: Removal }> {
  const { bodies, posts } = ports.runs
  const { bodiesInDays, postsInDays } = ports.retention
  const removal = {
    bodies: await removeSome(ports, { aged: bodies, days: bodiesInDays, ...bounds }),
    posts: await removeSome(ports, { aged: posts, days: postsInDays, ...bounds }),
  }
  for (const [kind, done] of Object.entries(removal)) {
    if (done.looked > 0) ports.log.info(`old ${kind} were looked through`, done)
  }
  return removal
}

type Aged = Pick<AgedList, 'listAged' | 'postpone'> & {
  readonly remove: (run: AgedRun) => Promise<void>
}

type Round = RemovalBounds & { readonly aged: Aged; readonly days: number }

async function removeSome(
  ports: RemovalPorts,
  { aged, days, runs: most = 10_000, atOnce = 16 }: Round,
): Promise<Removal> {
  const beforeInMs = ports.clock.nowInMs() - days * DAY_IN_MS
  const counts = { removed: 0, postponed: 0, failed: 0 }
  let looked = 0
  let after: string | undefined
  while (looked < most) {
    const limit = Math.min(atOnce, most - looked)
    const page = await aged.listAged({ after, beforeInMs, limit })
    const words = await Promise.all(page.map((run) => removeOne(ports, { aged, run, beforeInMs })))
    for (const word of words) counts[word] += 1
    looked += page.length
    after = page.at(-1)?.place
    if (page.length < limit) break
  }
  return { ...counts, looked, isMore: looked === most }
}

type Word = 'removed' | 'postponed' | 'failed'

type One = { readonly aged: Aged; readonly run: AgedRun; readonly beforeInMs: number }

// One run's fault must not keep the others from being looked at.
async function removeOne(
  { runs: { wakes }, log }: RemovalPorts,
  { aged, run, beforeInMs }: One,
): Promise<Word> {
  const { wakeId } = run
  try {
    // One that is listed twice is gone when it comes again.
    if ((await wakes.hasEnded(wakeId)) || (await wakes.get(wakeId)) === undefined) {
      await aged.remove(run)
      return 'removed'
    }
    await aged.postpone(run, beforeInMs + DAY_IN_MS)
    return 'postponed'
  } catch (error) {
    log.warn('what is old of a run could not be removed', { wakeId, reason: messageOf(error) })
    return 'failed'
  }
}
