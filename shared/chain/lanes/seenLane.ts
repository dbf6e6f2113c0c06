import type { Lane } from './lane'
import type { LaneState } from './laneState'

// So long a lane goes on by what it has written itself, before it looks for what others have put there.
const LIST_AGAIN_IN_MS = 250
// A long lane takes long to list: no more of the time than one part in so many.
const TIMES_AS_LONG = 4

/** A lane as whoever works it knows it. */
export type Seen = {
  readonly state: LaneState
  readonly listedAtInMs: number
  readonly tookInMs: number
  /** Whether it is as listed, and not as written since. */
  readonly isListed: boolean
}

/**
 * Lists a lane.
 *
 * @param lane - Which.
 * @returns All of it.
 */
export async function listLane(lane: Lane): Promise<Seen> {
  const { journal, clock, key } = lane
  const startedInMs = clock.nowInMs()
  const state = await journal.read(key)
  const listedAtInMs = clock.nowInMs()
  return { state, listedAtInMs, tookInMs: listedAtInMs - startedInMs, isListed: true }
}

/**
 * Gives a lane as it stands after a step, with a listing only where it takes one.
 *
 * @param lane - Which.
 * @param seen - As it was before.
 * @param after - What the step has left; undefined when that is not known.
 * @returns The lane now.
 */
export async function seeNext(lane: Lane, seen: Seen, after: LaneState | undefined): Promise<Seen> {
  if (after === undefined || isOld(lane, seen)) return listLane(lane)
  return { ...seen, state: after, isListed: false }
}

/**
 * Tells whether nobody has put anything into a lane: whoever changes a row writes the head as well, and what is put there
 * without it makes the lane longer.
 *
 * @param before - As it was known.
 * @param now - As it is listed.
 * @returns False also for a pause that came or went.
 */
export function isSame(before: Seen, now: Seen): boolean {
  const [a, b] = [before.state, now.state]
  return (
    a.head.etag === b.head.etag &&
    a.rows.length === b.rows.length &&
    a.control.pausedBecause === b.control.pausedBecause &&
    a.control.wishes.size === b.control.wishes.size &&
    a.control.errands.size === b.control.errands.size
  )
}

function isOld({ clock }: Lane, { listedAtInMs, tookInMs }: Seen): boolean {
  const age = clock.nowInMs() - listedAtInMs
  // A clock that was set back tells nothing.
  return age < 0 || age > Math.max(LIST_AGAIN_IN_MS, TIMES_AS_LONG * tookInMs)
}
