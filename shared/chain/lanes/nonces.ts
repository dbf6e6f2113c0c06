import type { Turn } from './lane'
import type { OpenRow } from './laneState'
import type { SentRow, SignedRow } from './rows'

/**
 * Lists what holds nonces.
 *
 * @param turn - Of the lane.
 * @returns Lowest nonce first.
 */
export function sentRows(turn: Pick<Turn, 'state'>): readonly OpenRow<SentRow>[] {
  return turn.state.rows.filter(isSent).sort((a, b) => a.row.nonce - b.row.nonce)
}

/**
 * Lists the nonces that may be signed for now, lowest first: those of the window behind what is mined that nothing holds.
 * A nonce is derived from chain and rows alone, so that there is no counter that could drift. One that was ever written
 * into a row belongs to that row until the chain has used it up.
 *
 * @param turn - Of the lane.
 * @returns At most as many as may be in flight.
 */
export function freeNonces(turn: Turn): readonly number[] {
  const { state, view, inFlight } = turn
  const held = heldNonces({ state })
  const window = Array.from({ length: inFlight }, (_, index) => view.minedNonce + index)
  return window.filter((nonce) => !held.has(nonce))
}

/**
 * Lists the nonces that keep others from being mined: free ones below one that is held.
 *
 * @param turn - Of the lane.
 * @param free - What is still free.
 * @returns Lowest first.
 */
export function gaps(turn: Turn, free: readonly number[]): readonly number[] {
  const highest = Math.max(-1, ...heldNonces(turn))
  return free.filter((nonce) => nonce < highest)
}

/**
 * Tells whether a row holds a nonce for a delivery.
 *
 * @param open - Any.
 * @returns True for signed ones.
 */
export function isSigned(open: OpenRow): open is OpenRow<SignedRow> {
  return open.row.state === 'signed'
}

function isSent(open: OpenRow): open is OpenRow<SentRow> {
  return open.row.state === 'signed' || open.row.state === 'filler'
}

function heldNonces({ state }: Pick<Turn, 'state'>): ReadonlySet<number> {
  const broken = state.broken.flatMap(({ nonce }) => nonce ?? [])
  return new Set([...sentRows({ state }).map(({ row }) => row.nonce), ...broken])
}
