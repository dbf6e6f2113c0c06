import type { Lane } from './lane'
import type { UnsettledRow } from './rows'

/** A bad sign, and the newest block that it can be of. */
export type Sign = {
  /** What it is, for comparing. */
  readonly doubt: string
  readonly block: number
}

/** A sign as it stands in a row. */
export type Doubt = Pick<UnsettledRow, 'doubt' | 'doubtedAtBlock' | 'doubtedAtInMs'>

/**
 * Tells whether a sign that a row has noted before is final: when a later block agrees, or when it holds for long enough
 * on a chain where no later block would ever come.
 *
 * @param lane - For its chain's way and its clock.
 * @param row - With what was noted.
 * @param sign - As seen now.
 * @returns False for a sign that is seen for the first time.
 */
export function isConfirmed(lane: Lane, row: UnsettledRow, sign: Sign): boolean {
  const { doubt, block } = sign
  if (row.doubt !== doubt) return false
  if (block > (row.doubtedAtBlock ?? block)) return true
  const { quietRefusalInMs } = lane
  const heldForInMs = lane.clock.nowInMs() - (row.doubtedAtInMs ?? 0)
  return quietRefusalInMs !== undefined && heldForInMs >= quietRefusalInMs
}

/**
 * Notes a sign to be confirmed. The same sign keeps its first block; another begins anew.
 *
 * @param lane - For its clock.
 * @param row - With what was noted before.
 * @param sign - As seen now.
 * @returns Columns for the row.
 */
export function noteDoubt(lane: Lane, row: UnsettledRow, sign: Sign): Doubt {
  const { doubt, block } = sign
  const same = row.doubt === doubt
  return {
    doubt,
    doubtedAtBlock: same ? (row.doubtedAtBlock ?? block) : block,
    doubtedAtInMs: same ? (row.doubtedAtInMs ?? 0) : lane.clock.nowInMs(),
  }
}
