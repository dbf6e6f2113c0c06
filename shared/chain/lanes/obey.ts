import type { Hex } from '../../core/hex'
import { settle } from './decisions'
import { findCarried } from './findCarried'
import { remember } from './history'
import type { OpenRow } from './journal'
import type { Decision, Turn } from './lane'
import type { Wish } from './operator'
import { cancel } from './replace'
import type { LaneRow, SignedRow, UnsettledRow } from './rows'
import { deliveryOf, progressOf } from './rows'

/** What comes of operators' wishes: decisions, and the wishes that are done with when they are written. */
export type Obeyed = {
  readonly decisions: readonly Decision[]
  readonly fulfilled: readonly Hex[]
}

/**
 * Does what operators want of single deliveries.
 *
 * @param turn - Of the lane.
 * @returns What to write.
 */
export async function obey(turn: Turn): Promise<Obeyed> {
  const { wishes } = turn.state.control
  const decisions: Decision[] = []
  const fulfilled: Hex[] = []
  for (const [deliveryId, wish] of wishes) {
    const open = turn.state.rows.find(
      ({ row }) => row.state !== 'filler' && row.deliveryId === deliveryId,
    )
    const decision = open && (await fulfil(turn, open, wish))
    if (decision === 'not yet') continue
    if (decision !== undefined) decisions.push(decision)
    fulfilled.push(deliveryId)
  }
  return { decisions, fulfilled }
}

const CANCELLED = { outcome: 'cancelled', reasons: ['an operator cancelled it'] } as const

async function fulfil(
  turn: Turn,
  open: OpenRow,
  wish: Wish,
): Promise<Decision | 'not yet' | undefined> {
  const { row, etag } = open
  if (row.state === 'filler' || row.state === 'settled') return undefined
  if (wish === 'replay') return row.state === 'signed' ? undefined : tryNow(turn, { row, etag })
  if (row.state !== 'signed') return cancelWaiting(turn, { row, etag })
  if (row.cancelledAs !== undefined) return undefined
  return (await cancel(turn, { row, etag }, CANCELLED)) ?? 'not yet'
}

// Should somebody else have carried it, that counts; while it may still be reorganised, the wish stands.
async function cancelWaiting(
  turn: Turn,
  open: OpenRow<Exclude<UnsettledRow, SignedRow>>,
): Promise<Decision | 'not yet'> {
  const carried = await findCarried(turn, open.row)
  return carried === 'unripe' ? 'not yet' : settle(turn, open, carried ?? CANCELLED)
}

function tryNow(turn: Turn, open: OpenRow<Exclude<UnsettledRow, SignedRow>>): Decision {
  const happening = { atInMs: turn.clock.nowInMs(), what: 'replayed', detail: 'by an operator' }
  const { row } = open
  const to: LaneRow = {
    ...deliveryOf(row),
    ...progressOf(row),
    state: 'accepted',
    nextTryAtInMs: 0,
    history: remember(row.history, happening),
  }
  return { change: { from: open, to } }
}
