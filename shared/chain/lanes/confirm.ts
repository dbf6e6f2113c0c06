import type { Chain } from '../chain'
import type { Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
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
  if (row.doubt === doubt) return doubtOf(row)
  const { number, hash } = turn.view.block
  return {
    doubt,
    doubtedAtBlock: number,
    doubtedAtHash: hash,
    doubtedAtInMs: turn.clock.nowInMs(),
  }
}

function doubtOf({ doubt, doubtedAtBlock, doubtedAtHash, doubtedAtInMs }: Doubt): Doubt {
  return { doubt, doubtedAtBlock, doubtedAtHash, doubtedAtInMs }
}

/**
 * Forgets the signs that were noted at blocks which are not part of the chain any more: what was built on them
 * confirms nothing.
 *
 * @param chain - That of the lane.
 * @param rows - As listed.
 * @param latest - Number of the newest block.
 * @returns The same, as if such signs had never been noted.
 */
export async function withoutStaleDoubts(
  chain: Pick<Chain, 'blockHashes'>,
  rows: readonly OpenRow[],
  latest: number,
): Promise<readonly OpenRow[]> {
  const noted = rows.flatMap(({ row }) => ('doubt' in row ? (row.doubtedAtBlock ?? []) : []))
  if (noted.length === 0) return rows
  const numbers = [...new Set(noted)].filter((number) => number <= latest)
  const hashes = await chain.blockHashes(numbers)
  const current = new Map(numbers.map((number, index) => [number, hashes[index]]))
  return rows.map((open) => {
    const { row } = open
    if (!('doubt' in row) || row.doubtedAtBlock === undefined) return open
    const hash = current.get(row.doubtedAtBlock)
    const isCurrent = hash !== undefined && hash === row.doubtedAtHash
    return isCurrent ? open : { ...open, row: { ...row, ...NO_DOUBT } }
  })
}

const NO_DOUBT = {
  doubt: undefined,
  doubtedAtBlock: undefined,
  doubtedAtHash: undefined,
  doubtedAtInMs: undefined,
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
  return { change: { from: open, to: { ...row, ...NO_DOUBT } } }
}
