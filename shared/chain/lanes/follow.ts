import { logPoint } from '../../core/log'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { ChainReceipt } from '../chain'
import { classifyRefusal } from '../classifyRefusal'
import { readOutcome } from '../readOutcome'
import { readRevert } from '../readRevert'
import type { OpenRow } from './journal'
import type { Ending, Lane, Step } from './lane'
import { findCarried } from './refuse'
import type { AcceptedRow, SignedRow } from './rows'
import { deliveryOf } from './rows'
import { settle } from './settle'

/**
 * Brings the transaction in flight on: broadcasts what the chain does not hold, settles what is mined.
 *
 * @param lane - Where.
 * @param open - What the journal says is on its way.
 * @returns `waiting` while it is not mined.
 */
export async function follow(lane: Lane, open: OpenRow<SignedRow>): Promise<Step> {
  const { chain } = lane
  const { hash } = open.row
  const mined = await chain.receipt(hash)
  if (mined !== undefined) return settleMined(lane, open, mined)
  if (await chain.holds(hash)) return 'waiting'
  const sent = await send(lane, open)
  const receipt = await chain.receipt(hash)
  if (receipt !== undefined) return settleMined(lane, open, receipt)
  return sent === 'nonceUsed' ? recoverNonce(lane, open) : 'waiting'
}

async function send(lane: Lane, { row }: OpenRow<SignedRow>): Promise<'sent' | 'nonceUsed'> {
  const { deliveryId, hash } = row
  logPoint(lane.log, 'broadcast', { deliveryId, transaction: hash })
  const result = await lane.chain.broadcast(row.raw)
  if (result.status === 'nonceUsed') return 'nonceUsed'
  if (result.status === 'refused') {
    // As when the sender has no funds: the journal keeps it, and the next ring sends it again.
    lane.log.warn('the node refuses a transaction', { deliveryId, reason: result.reason })
  }
  return 'sent'
}

// The nonce went to a transaction that is not in this journal: ours can never be mined, once a later block agrees.
async function recoverNonce(lane: Lane, open: OpenRow<SignedRow>): Promise<Step> {
  const { row } = open
  const { number } = await lane.chain.latestBlock()
  const used = await lane.chain.nonce(lane.key.sender, 'latest')
  if (used <= row.nonce) return 'waiting'
  const { deliveryId, nonce } = row
  if (row.lostAtBlock === undefined) {
    lane.log.warn('another writer used the nonce', { deliveryId, nonce, sender: lane.key.sender })
    const change = await lane.journal.change(open, { ...row, lostAtBlock: number })
    return change === 'conflict' ? 'conflict' : 'waiting'
  }
  return number > row.lostAtBlock ? acceptAgain(lane, open, 'a fresh nonce') : 'waiting'
}

async function acceptAgain(
  lane: Lane,
  open: OpenRow<SignedRow>,
  waitingFor: string,
): Promise<Step> {
  const accepted: AcceptedRow = {
    ...deliveryOf(open.row),
    state: 'accepted',
    nextTryAtInMs: 0,
    tries: 0,
    waitingFor,
  }
  return (await lane.journal.change(open, accepted)) === 'conflict' ? 'conflict' : 'moved'
}

async function settleMined(
  lane: Lane,
  open: OpenRow<SignedRow>,
  receipt: ChainReceipt,
): Promise<Step> {
  const { deliveryId, digest, receiver } = open.row
  const { transactionHash, blockNumber } = receipt
  logPoint(lane.log, 'mined', { deliveryId, transaction: transactionHash, blockNumber })
  const spent = { gasUsed: Number(receipt.gasUsed) }
  const found = readOutcome(receipt.logs, { receiver, digests: [digest] })
  if (found !== undefined) return settle(lane, open, { ...found, ...spent })
  const place = { digest, transaction: transactionHash, blockNumber, ...spent }
  if (!receipt.succeeded) return settleReverted(lane, open, place)
  const reasons = [
    'the transaction succeeded without an event of the claim: is it a CryptoDelegate?',
  ]
  return settle(lane, open, { outcome: 'reverted', reasons, ...place })
}

async function settleReverted(
  lane: Lane,
  open: OpenRow<SignedRow>,
  place: Omit<Ending, 'outcome' | 'reasons'>,
): Promise<Step> {
  const { deliveryId, receiver } = open.row
  const carried = await findCarried(lane, deliveryId, receiver)
  if (carried !== undefined) return settle(lane, open, carried)
  const text = await reasonNow(lane, open.row)
  // It was right when it was simulated. Where it may be right again, it has another turn.
  if (text === undefined || classifyRefusal(text.name) === 'passing') {
    return acceptAgain(
      lane,
      open,
      `another turn: reverted with ${text?.text ?? 'no reason that still holds'}`,
    )
  }
  const kind = classifyRefusal(text.name)
  const outcome = kind === 'overtaken' || kind === 'expired' ? kind : 'reverted'
  return settle(lane, open, { outcome, reasons: [text.text], ...place })
}

async function reasonNow(
  lane: Lane,
  row: SignedRow,
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  const current = await lane.envelopeOf(row.deliveryId)
  if (current.status === 'expired') return { name: 'ObservedTooOld', text: current.reason }
  const call = { from: lane.key.sender, to: row.receiver, data: encodeDeliver(current.envelope) }
  const simulated = await lane.chain.simulate(call)
  return simulated.ok ? undefined : readRevert(simulated.revert)
}
