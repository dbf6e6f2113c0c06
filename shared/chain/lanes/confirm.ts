import type { OpenRow } from './journal'
import type { Decision, Turn } from './lane'
import type { Doubt, SentRow } from './rows'

/**
 * Tells whether a bad sign is final: when it was noted before and enough later blocks agree, or, where no later block
 * would ever come, when it holds for long enough.
 *
 * @param turn - For the newest block and the clock.
 * @param row - With what was noted.
 * @param doubt - As seen now: a word for comparing.
 * @returns False for a sign that is seen for the first time.
 */
export function isConfirmed(turn: Turn, row: Doubt, doubt: string): boolean {
  if (row.doubt !== doubt) return false
  const { confirmations, quietRefusalInMs, clock, view } = turn
  const agreeing = view.block.number - (row.doubtedAtBlock ?? view.block.number)
  if (agreeing >= Math.max(1, confirmations)) return true
  const heldForInMs = clock.nowInMs() - (row.doubtedAtInMs ?? 0)
  return quietRefusalInMs !== undefined && heldForInMs >= quietRefusalInMs
}

/**
 * Notes a sign to be confirmed. The same sign keeps its first block; another begins anew.
 *
 * @param turn - For the newest block and the clock.
 * @param row - With what was noted before.
 * @param doubt - As seen now.
 * @returns Columns for the row.
 */
export function noteDoubt(turn: Turn, row: Doubt, doubt: string): Doubt {
  const { number } = turn.view.block
  const same = row.doubt === doubt
  return {
    doubt,
    doubtedAtBlock: same ? (row.doubtedAtBlock ?? number) : number,
    doubtedAtInMs: same ? (row.doubtedAtInMs ?? 0) : turn.clock.nowInMs(),
  }
}

/**
 * Forgets a sign that is not there any more: should it come back, later blocks must confirm it anew.
 *
 * @param open - What holds a nonce, with what was noted of it.
 * @returns What to write; nothing when nothing was noted.
 */
export function forgetDoubt(open: OpenRow<SentRow>): Decision | undefined {
  const { row } = open
  if (row.doubt === undefined) return undefined
  const to = { ...row, doubt: undefined, doubtedAtBlock: undefined, doubtedAtInMs: undefined }
  return { change: { from: open, to } }
}
