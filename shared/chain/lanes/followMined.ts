import { logPoint } from '../../core/log'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { ChainReceipt } from '../chain'
import { classifyRefusal } from '../classifyRefusal'
import { readOutcome } from '../readOutcome'
import { readRevert } from '../readRevert'
import { chainTime } from './chainTime'
import { forgetDoubt, isConfirmed, noteDoubt } from './confirm'
import { putOff, settle, settleUncarried } from './decisions'
import { findCarried } from './findCarried'
import { claimMostOf } from './funds'
import type { Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
import type { Attempt, SentRow, SignedRow } from './rows'

// A receiver may revert when it is mined, and never when it is simulated: each try costs gas.
const MOST_REVERTS = 3
const GIVEN_UP = 'another nonce: its own was given up for those behind it'

/**
 * Decides on rows whose nonces the chain has used: what is mined deep enough is final, and what cannot be found there was
 * replaced from outside. A reorganisation before that depth makes the receipt vanish, so that the row is followed again.
 *
 * @param turn - Of the lane.
 * @param mined - Rows with nonces below the mined one.
 * @returns What to write.
 */
export async function followMined(
  turn: Turn,
  mined: readonly OpenRow<SentRow>[],
): Promise<readonly Decision[]> {
  const { chain, view } = turn
  const hashes = mined.flatMap(({ row }) => row.attempts.map(({ hash }) => hash))
  if (hashes.length === 0) return []
  const receipts = await chain.receipts(hashes, view.block)
  const byHash = new Map(hashes.map((hash, index) => [hash, receipts[index]]))
  const decided = await Promise.all(
    mined.map(async (open) => {
      const attempt = open.row.attempts.find(({ hash }) => byHash.get(hash) !== undefined)
      const receipt = attempt && byHash.get(attempt.hash)
      if (attempt === undefined || receipt === undefined) return lostNonce(turn, open)
      // Also when it is of a later block than the one looked at: a node may count its nonce before that block is told.
      if (view.block.number - receipt.blockNumber < turn.confirmations) return forgetDoubt(open)
      return { ...(await endOf(turn, open, { attempt, receipt })), usedNonce: open.row.nonce }
    }),
  )
  return decided.flatMap((each) =>
    each?.change === undefined ? [] : [{ ...each, change: each.change }],
  )
}

type Mined = { readonly attempt: Attempt; readonly receipt: ChainReceipt }

async function endOf(turn: Turn, open: OpenRow<SentRow>, mined: Mined): Promise<Partial<Decision>> {
  const { row, etag } = open
  if (row.state === 'filler') return { change: { from: open, to: 'past' } }
  const { receipt } = mined
  const { transactionHash, blockNumber } = receipt
  const { deliveryId, receiver, subscription } = row
  logPoint(turn.log, 'mined', { deliveryId, transaction: transactionHash, blockNumber })
  const decision = await endSigned(turn, { row, etag }, mined)
  if (decision === undefined) return {}
  // A nonce that was given up for others is the lane's to pay.
  if (mined.attempt.kind === 'cancel' && row.cancelledAs === undefined) return decision
  return { ...decision, cost: { receiver, subscription, costInWei: costOf(row, mined) } }
}

// What takes a nonce back is sent at whatever price it takes: what is beyond the claim's own share of its budget is the
// lane's to pay.
function costOf(row: SignedRow, { attempt, receipt }: Mined): bigint {
  const cost = receipt.gasUsed * receipt.effectiveGasPrice
  const most = claimMostOf(row)
  return attempt.kind === 'cancel' && cost > most ? most : cost
}

async function endSigned(
  turn: Turn,
  open: OpenRow<SignedRow>,
  { attempt, receipt }: Mined,
): Promise<Decision | undefined> {
  const { receiver, cancelledAs } = open.row
  if (attempt.kind === 'cancel') {
    if (cancelledAs === undefined) return anotherTurn(turn, open, GIVEN_UP)
    return settleUncarried(turn, open, cancelledAs)
  }
  const digest = attempt.digest ?? '0x'
  const { transactionHash, blockNumber } = receipt
  const spent = { gasUsed: Number(receipt.gasUsed) }
  const found = readOutcome(receipt.logs, { receiver, digests: [digest] })
  if (found !== undefined) return settle(turn, open, { ...found, ...spent })
  const place = { digest, transaction: transactionHash, blockNumber, ...spent }
  if (!receipt.succeeded) return endReverted(turn, open, place)
  const reasons = [
    'the transaction succeeded without an event of the claim: is it a CryptoDelegate?',
  ]
  return settle(turn, open, { outcome: 'reverted', reasons, ...place })
}

async function endReverted(
  turn: Turn,
  open: OpenRow<SignedRow>,
  place: { readonly digest: `0x${string}`; readonly transaction: `0x${string}` },
): Promise<Decision | undefined> {
  const carried = await findCarried(turn, open.row)
  if (carried === 'unripe') return undefined
  if (carried !== undefined) return settle(turn, open, carried)
  const now = await askAgain(turn, open.row)
  const reasons = [now.text]
  if (now.is === 'expired') return settle(turn, open, { outcome: 'expired', reasons, ...place })
  // It was right when it was simulated. Where it may be right again, it has another turn.
  const isLast = now.is === 'passing' && open.row.reverts + 1 >= MOST_REVERTS
  if (isLast || now.is === 'refused') {
    return settle(turn, open, { outcome: 'reverted', reasons, ...place })
  }
  return putOff(turn, open, {
    waitingFor: `another turn: reverted with ${now.text}`,
    wasReverted: true,
  })
}

/** What would become of a claim now. */
type Asked = {
  /** Expired by the block that was looked at; `unconfirmed` when later blocks must tell, or when it cannot be asked. */
  readonly is: 'expired' | 'passing' | 'refused' | 'unconfirmed'
  readonly text: string
}

const NO_REASON = 'no reason that still holds'

async function askAgain(turn: Turn, row: SignedRow): Promise<Asked> {
  const current = await turn.envelopeOf(row.deliveryId).catch(() => undefined)
  if (current === undefined) return { is: 'unconfirmed', text: NO_REASON }
  if (current.status === 'expired') {
    // By our own clock: while the chain accepts it still, nothing can be said.
    const isOver = chainTime(turn) > current.until
    return { is: isOver ? 'expired' : 'unconfirmed', text: current.reason }
  }
  const call = { from: turn.key.sender, to: row.receiver, data: encodeDeliver(current.envelope) }
  const [simulated] = await turn.chain.simulate([call])
  if (simulated?.status !== 'reverted') {
    return { is: simulated?.status === 'ok' ? 'passing' : 'unconfirmed', text: NO_REASON }
  }
  const { name, text } = readRevert(simulated.revert)
  const kind = classifyRefusal(name)
  // What is pending may be newer than the blocks in which the claim was looked for: it may be the claim itself that was
  // delivered, and so has overtaken it.
  return { is: kind === 'overtaken' || kind === 'expired' ? 'unconfirmed' : kind, text }
}

// The nonce went to a transaction that is not in this journal: ours can never be mined, once later blocks agree.
async function lostNonce(turn: Turn, open: OpenRow<SentRow>): Promise<Decision | undefined> {
  const { row, etag } = open
  const doubt = 'nonce used'
  if (isConfirmed(turn, row, doubt)) {
    // A receipt that too few endpoints tell is not lost: it says what was paid.
    const hashes = row.attempts.map(({ hash }) => hash)
    if (!(await turn.chain.areAbsent(hashes, turn.view.block))) return undefined
    turn.log.warn('another writer used the nonce', { nonce: row.nonce, sender: turn.key.sender })
    const usedNonce = row.nonce
    if (row.state === 'filler') return { change: { from: open, to: 'past' }, usedNonce }
    const decision = await replaced(turn, { row, etag })
    // Lest a look at endpoints that lag find it free.
    return decision && { ...decision, usedNonce }
  }
  if (row.doubt === doubt) return undefined
  return { change: { from: open, to: { ...row, ...noteDoubt(turn, row, doubt) } } }
}

async function replaced(turn: Turn, open: OpenRow<SignedRow>): Promise<Decision | undefined> {
  const { cancelledAs } = open.row
  if (cancelledAs !== undefined) return settleUncarried(turn, open, cancelledAs)
  return anotherTurn(turn, open, 'a fresh nonce: another writer used its own')
}

// Its own nonce is used up without it, unless somebody else has carried it.
async function anotherTurn(
  turn: Turn,
  open: OpenRow<SignedRow>,
  waitingFor: string,
): Promise<Decision | undefined> {
  const carried = await findCarried(turn, open.row)
  if (carried === 'unripe') return undefined
  return carried === undefined ? putOff(turn, open, { waitingFor }) : settle(turn, open, carried)
}
