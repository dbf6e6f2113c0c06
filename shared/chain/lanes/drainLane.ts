import { follow } from './follow'
import type { OpenRow } from './journal'
import type { Lane, Step, Turn } from './lane'
import { requireSender } from './lane'
import type { AcceptedRow, LaneRow, SettledRow, SignedRow } from './rows'
import { tellAndClose } from './settle'
import { signNext } from './signNext'

/**
 * Works a lane until it is empty or waits for its chain: one sender, one transaction in flight, fees as they are.
 *
 * Two drains of one lane at once do no harm: the journal's etags let one of them write, and the other stops.
 *
 * @param lane - Which, with what it works on.
 * @throws ChainBehindJournalError, ChainUnreachableError and whatever else stops the lane; the next ring goes on.
 */
export async function drainLane(lane: Lane): Promise<void> {
  for (;;) {
    // Before the rows: whoever writes after this look changes the head, and what is decided here is not written then.
    const head = await lane.journal.head(lane.key)
    const open = await lane.journal.listOpen(lane.key)
    if (open.length === 0) return
    const step = await stepOf({ ...lane, head }, open)
    if (step === 'conflict') lane.log.warn('another writer is on this lane', { ...lane.key })
    if (step !== 'moved') return
  }
}

// Tells what is settled first, then follows what is in flight; a new one goes only when nothing is.
function stepOf(turn: Turn, open: readonly OpenRow[]): Promise<Step> {
  const settled = open.find(isSettled)
  if (settled !== undefined) return tellAndClose(turn, settled)
  requireSender(turn.signer, turn.key)
  const inFlight = open.find(isSigned)
  if (inFlight !== undefined) return follow(turn, inFlight)
  const now = turn.clock.nowInMs()
  const next = open.filter(isAccepted).find(({ row }) => row.nextTryAtInMs <= now)
  return next === undefined ? Promise.resolve('waiting') : signNext(turn, next)
}

function isSettled(open: OpenRow): open is OpenRow<SettledRow> {
  return stateOf(open) === 'settled'
}

function isSigned(open: OpenRow): open is OpenRow<SignedRow> {
  return stateOf(open) === 'signed'
}

function isAccepted(open: OpenRow): open is OpenRow<AcceptedRow> {
  return stateOf(open) === 'accepted'
}

function stateOf({ row }: OpenRow): LaneRow['state'] {
  return row.state
}
