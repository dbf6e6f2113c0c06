import type { LaneState, OpenRow, Writing } from './laneState'
import type { Meter } from './meter'
import { placeKey } from './place'
import { idOf, inOrder } from './rowOrder'

/**
 * Tells how a lane stands after a writing, as a listing would but for what others have put there meanwhile: that takes
 * nobody's etag, so it is seen as well a little later.
 *
 * @param writing - What was written, all of it.
 * @param etags - Of each operation's row, in the order of `operationsOf`.
 * @returns The lane; undefined when only a listing can tell.
 */
export function afterWriting(writing: Writing, etags: readonly string[]): LaneState | undefined {
  const { state, meters = [], fulfilled = [], confirmedNonce = 0 } = writing
  if (state.broken.length > 0 || fulfilled.length > 0) return undefined
  const rows = rowsAfter(writing, etags)
  const etag = etags.at(-1) ?? ''
  if (etag === '' || rows.some(isWithoutEtag)) return undefined
  return {
    ...state,
    head: { confirmedNonce: Math.max(state.head.confirmedNonce, confirmedNonce), etag },
    // Only what fills nonces is new.
    rows: rows.length > state.rows.length ? inOrder(rows) : rows,
    meters: withMeters(state.meters, meters),
  }
}

function rowsAfter({ state, changes }: Writing, etags: readonly string[]): readonly OpenRow[] {
  const rows = new Map(state.rows.map((open) => [idOf(open.row), open]))
  let at = 0
  for (const { from, to } of changes) {
    if (to === 'past') {
      rows.delete(idOf(from.row))
      at += 2
    } else rows.set(idOf(to), { row: to, etag: etags[at++] ?? '' })
  }
  return [...rows.values()]
}

function isWithoutEtag({ etag }: OpenRow): boolean {
  return etag === ''
}

function withMeters(before: readonly Meter[], changed: readonly Meter[]): readonly Meter[] {
  const all = new Map(before.map((meter) => [placeKey(meter), meter]))
  for (const meter of changed) all.set(placeKey(meter), meter)
  return [...all.values()]
}
