import { logPoint } from '../../core/log'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { ChainReceipt } from '../chain'
import { classifyRefusal } from '../classifyRefusal'
import { readOutcome } from '../readOutcome'
import type { RevertReason } from '../readRevert'
import { readRevert } from '../readRevert'
import { isConfirmed, noteDoubt } from './confirm'
import { findCarried } from './findCarried'
import type { OpenRow } from './journal'
import type { Ending, Step, Turn } from './lane'
import { putOff } from './putOff'
import type { SignedRow } from './rows'
import { settle } from './settle'

// A receiver may revert when it is mined, and never when it is simulated: each try costs gas.
const MOST_REVERTS = 3

/**
 * Brings the transaction in flight on: broadcasts what the chain does not hold, settles what is mined.
 *
 * @param turn - Of its lane.
 * @param open - What the journal says is on its way.
 * @returns `waiting` while it is not mined.
 */
export async function follow(turn: Turn, open: OpenRow<SignedRow>): Promise<Step> {
  const { chain } = turn
  const { hash } = open.row
  const mined = await chain.receipt(hash)
  if (mined !== undefined) return settleMined(turn, open, mined)
  if (await chain.holds(hash)) return 'waiting'
  const { deliveryId, raw } = open.row
  logPoint(turn.log, 'broadcast', { deliveryId, transaction: hash })
  const sent = await chain.broadcast(raw)
  const receipt = await chain.receipt(hash)
  if (receipt !== undefined) return settleMined(turn, open, receipt)
  if (sent.status === 'nonceUsed') return recoverNonce(turn, open)
  if (sent.status !== 'refused') return 'waiting'
  // As when the sender has no funds, or its price is too low by now: it is simulated and signed anew, or expires, and
  // others may go first. Should these bytes be mined all the same, the claim still has effect once.
  return putOff(turn, open, {
    waitingFor: `the node refuses its transaction: ${sent.reason}`,
    freesNonce: true,
  })
}

// The nonce went to a transaction that is not in this journal: ours can never be mined, once a later block agrees.
async function recoverNonce(turn: Turn, open: OpenRow<SignedRow>): Promise<Step> {
  const { row } = open
  const block = (await turn.chain.latestBlock()).number
  if ((await turn.chain.nonce(turn.key.sender, 'latest')) <= row.nonce) return 'waiting'
  const sign = { doubt: 'nonce used', block }
  if (isConfirmed(turn, row, sign)) return putOff(turn, open, { waitingFor: 'a fresh nonce' })
  if (row.doubt === sign.doubt) return 'waiting'
  const { deliveryId, nonce } = row
  turn.log.warn('another writer used the nonce', { deliveryId, nonce, sender: turn.key.sender })
  const noted = await turn.journal.change(open, { ...row, ...noteDoubt(turn, row, sign) })
  return noted === 'conflict' ? 'conflict' : 'waiting'
}

async function settleMined(
  turn: Turn,
  open: OpenRow<SignedRow>,
  receipt: ChainReceipt,
): Promise<Step> {
  const { deliveryId, digest, receiver } = open.row
  const { transactionHash, blockNumber } = receipt
  logPoint(turn.log, 'mined', { deliveryId, transaction: transactionHash, blockNumber })
  const spent = { gasUsed: Number(receipt.gasUsed) }
  const found = readOutcome(receipt.logs, { receiver, digests: [digest] })
  if (found !== undefined) return settle(turn, open, { ...found, ...spent })
  const place = { digest, transaction: transactionHash, blockNumber, ...spent }
  if (!receipt.succeeded) return settleReverted(turn, open, place)
  const reasons = [
    'the transaction succeeded without an event of the claim: is it a CryptoDelegate?',
  ]
  return settle(turn, open, { outcome: 'reverted', reasons, ...place })
}

async function settleReverted(
  turn: Turn,
  open: OpenRow<SignedRow>,
  place: Omit<Ending, 'outcome' | 'reasons'>,
): Promise<Step> {
  const carried = await findCarried(turn, open.row)
  if (carried !== undefined) return settle(turn, open, carried)
  const revert = await revertNow(turn, open.row)
  const kind = revert === undefined ? 'passing' : classifyRefusal(revert.name)
  const text = revert?.text ?? 'no reason that still holds'
  // It was right when it was simulated. Where it may be right again, it has another turn.
  if (kind === 'passing' && open.row.reverts + 1 < MOST_REVERTS) {
    const waitingFor = `another turn: reverted with ${text}`
    return putOff(turn, open, { waitingFor, wasReverted: true })
  }
  const outcome = kind === 'overtaken' || kind === 'expired' ? kind : 'reverted'
  return settle(turn, open, { outcome, reasons: [text], ...place })
}

// Why it would revert now; undefined when it would not, or cannot be asked.
async function revertNow(turn: Turn, row: SignedRow): Promise<RevertReason | undefined> {
  const current = await turn.envelopeOf(row.deliveryId).catch(() => undefined)
  if (current === undefined) return undefined
  if (current.status === 'expired') {
    return { name: 'ObservedTooOld', text: current.reason }
  }
  const call = { from: turn.key.sender, to: row.receiver, data: encodeDeliver(current.envelope) }
  const simulated = await turn.chain.simulate(call)
  return simulated.ok ? undefined : readRevert(simulated.revert)
}
