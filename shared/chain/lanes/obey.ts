import type { Hex } from '../../core/hex'
import { settle } from './decisions'
import { endUnreadable } from './endUnreadable'
import { findCarried } from './findCarried'
import { remember } from './history'
import { MOST_OPERATIONS } from './journal'
import type { Decision, Ending, Turn } from './lane'
import type { OpenRow } from './laneState'
import type { Order } from './operator'
import { cancel } from './replace'
import type { LaneRow, SignedRow, UnsettledRow } from './rows'
import { deliveryOf, progressOf } from './rows'

/** What doing a wish takes at most, besides its removal. */
export const OPERATIONS_A_WISH = 3

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
  const { wishes, keys } = turn.state.control
  const decisions: Decision[] = []
  const fulfilled: Hex[] = []
  let operations = 0
  for (const [deliveryId, order] of wishes) {
    // What is decided must be written with the removal of all that asked for it.
    const needed = OPERATIONS_A_WISH + (keys.get(deliveryId)?.length ?? 0)
    if (fulfilled.length > 0 && operations + needed > MOST_OPERATIONS) break
    const decision = await fulfil(turn, order)
    if (decision === 'not yet') continue
    if (decision !== undefined) decisions.push(decision)
    operations += needed
    fulfilled.push(deliveryId)
  }
  return { decisions, fulfilled }
}

function cancelledBy({ because = 'an operator cancelled it' }: Order): Ending {
  return { outcome: 'cancelled', reasons: [because] }
}

type Fulfilled = Decision | 'not yet' | undefined

async function fulfil(turn: Turn, order: Order): Promise<Fulfilled> {
  const { deliveryId, wish } = order
  const { rows, broken } = turn.state
  const open = rows.find(({ row }) => row.state !== 'filler' && row.deliveryId === deliveryId)
  if (open !== undefined) return fulfilRow(turn, open, order)
  const unreadable = broken.find(({ id }) => id === deliveryId)
  // What cannot be read cannot be tried either.
  if (unreadable === undefined || wish === 'replay') return undefined
  return endUnreadable(turn, unreadable, order)
}

async function fulfilRow(turn: Turn, open: OpenRow, order: Order): Promise<Fulfilled> {
  const { row, etag } = open
  const ending = cancelledBy(order)
  if (row.state === 'filler' || row.state === 'settled') return undefined
  if (order.wish === 'replay')
    return row.state === 'signed' ? undefined : tryNow(turn, { row, etag })
  if (row.state !== 'signed') return cancelWaiting(turn, { row, etag }, ending)
  if (row.cancelledAs !== undefined) return undefined
  if (turn.signer === undefined) return 'not yet'
  return (await cancel(turn, { row, etag }, ending)) ?? 'not yet'
}

// Should somebody else have carried it, that counts; while it may still be reorganised, the wish stands.
async function cancelWaiting(
  turn: Turn,
  open: OpenRow<Exclude<UnsettledRow, SignedRow>>,
  ending: Ending,
): Promise<Decision | 'not yet'> {
  const carried = await findCarried(turn, open.row)
  return carried === 'unripe' ? 'not yet' : settle(turn, open, carried ?? ending)
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
