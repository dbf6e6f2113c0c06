import { Transaction } from 'ethers'
import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { SealedEnvelope } from '../../envelope/sealedEnvelope'
import type { ChainCall } from '../chain'
import { findCarried } from './findCarried'
import type { OpenRow } from './journal'
import type { CurrentEnvelope, Step, Turn } from './lane'
import { ChainBehindJournalError } from './lane'
import { putOff } from './putOff'
import { refuse } from './refuse'
import type { AcceptedRow, SignedRow } from './rows'
import { deliveryOf, progressOf } from './rows'
import { settle } from './settle'

// A verdict that goes stale between simulation and block makes the registry audit in full.
const STALE_VERDICT_GAS = 27_000n

/**
 * Simulates a delivery, signs its transaction and writes it into the journal. Nothing is sent here.
 *
 * @param turn - Of a lane with nothing in flight.
 * @param open - The delivery whose turn it is.
 * @returns `moved` when it was signed, put off or settled; `conflict` when another writer came first.
 * @throws ChainBehindJournalError when the next nonce cannot be told.
 */
export async function signNext(turn: Turn, open: OpenRow<AcceptedRow>): Promise<Step> {
  const { deliveryId, receiver } = open.row
  let current: CurrentEnvelope
  try {
    current = await turn.envelopeOf(deliveryId)
  } catch (error) {
    // Its own fault, as a container that is down while an envelope has expired: the others' turn must not wait for it.
    return putOff(turn, open, { waitingFor: `its envelope: ${messageOf(error)}` })
  }
  if (current.status === 'expired') {
    const carried = await findCarried(turn, open.row)
    if (carried !== undefined) return settle(turn, open, carried)
    const { waitingFor } = open.row
    const reasons = waitingFor === undefined ? [] : [`waited for: ${waitingFor}`]
    return settle(turn, open, { outcome: 'expired', reasons: [current.reason, ...reasons] })
  }
  const data = encodeDeliver(current.envelope)
  const call = { from: turn.key.sender, to: receiver, data }
  const isDoubted = open.row.doubt !== undefined
  const blockBefore = isDoubted ? (await turn.chain.latestBlock()).number : undefined
  const simulated = await turn.chain.simulate(call)
  if (!simulated.ok) {
    const { revert } = simulated
    return refuse(turn, open, { revert, ...(blockBefore !== undefined && { blockBefore }) })
  }
  return sign(turn, open, { call, envelope: current.envelope })
}

async function sign(
  turn: Turn,
  open: OpenRow<AcceptedRow>,
  { call, envelope }: { readonly call: ChainCall; readonly envelope: SealedEnvelope },
): Promise<Step> {
  const { chain, journal, key, head } = turn
  const nonce = await chain.nonce(key.sender, 'pending')
  // With nothing in flight all that the journal has used is mined, unless the chain has lost it.
  if (nonce < head.nextNonce) throw new ChainBehindJournalError(key, nonce, head.nextNonce)
  const estimated = await chain.estimateGas(call)
  if (!estimated.ok) {
    return putOff(turn, open, { waitingFor: `an estimate of its gas: ${estimated.reason}` })
  }
  const gasLimit = (estimated.gas * 6n) / 5n + STALE_VERDICT_GAS
  const fees = await chain.fees()
  const cost = gasLimit * ('gasPrice' in fees ? fees.gasPrice : fees.maxFeePerGas)
  const { budgetInWei } = open.row
  if (cost > BigInt(budgetInWei)) {
    const waitingFor = `a lower fee: it may cost ${String(cost)} wei now, and its budget is ${budgetInWei}`
    return putOff(turn, open, { waitingFor })
  }
  const { to, data } = call
  const fields = { chainId: key.chainId, nonce, to, data, gasLimit, ...fees }
  const transaction = Transaction.from(fields)
  transaction.signature = await turn.signer.sign(transaction.unsignedHash as Hex)
  const signed: SignedRow = {
    ...deliveryOf(open.row),
    ...progressOf(open.row),
    state: 'signed',
    nonce,
    raw: transaction.serialized as Hex,
    hash: transaction.hash as Hex,
    digest: envelope.digest,
  }
  if ((await journal.sign(open, signed, head)) === 'conflict') return 'conflict'
  const { deliveryId, hash } = signed
  logPoint(turn.log, 'signed', { deliveryId, transaction: hash, nonce })
  return 'moved'
}
