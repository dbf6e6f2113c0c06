import { follow } from './follow'
import type { OpenRow } from './journal'
import type { Lane, Step } from './lane'
import { SenderMismatchError } from './lane'
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
    const open = await lane.journal.listOpen(lane.key)
    if (open.length === 0) return
    const step = await stepOf(lane, open)
    if (step === 'conflict') lane.log.warn('another writer is on this lane', { ...lane.key })
    if (step !== 'moved') return
  }
}

// Tells what is settled first, then follows what is in flight; a new one goes only when nothing is.
function stepOf(lane: Lane, open: readonly OpenRow[]): Promise<Step> {
  const settled = open.find(isSettled)
  if (settled !== undefined) return tellAndClose(lane, settled)
  if (lane.signer.address.toLowerCase() !== lane.key.sender.toLowerCase()) {
    throw new SenderMismatchError(lane.key.sender, lane.signer.address)
  }
  const inFlight = open.find(isSigned)
  if (inFlight !== undefined) return follow(lane, inFlight)
  const now = lane.clock.nowInMs()
  const next = open.filter(isAccepted).find(({ row }) => row.nextTryAtInMs <= now)
  return next === undefined ? Promise.resolve('waiting') : signNext(lane, next)
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
