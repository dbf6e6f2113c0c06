import { Transaction } from 'ethers'
import { messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { logPoint } from '../../core/log'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { SealedEnvelope } from '../../envelope/sealedEnvelope'
import type { ChainCall } from '../chain'
import type { OpenRow } from './journal'
import type { CurrentEnvelope, Lane, Step } from './lane'
import { ChainBehindJournalError } from './lane'
import { putOff, refuse } from './refuse'
import type { AcceptedRow, SignedRow } from './rows'
import { deliveryOf } from './rows'
import { settle } from './settle'

// A verdict that goes stale between simulation and block makes the registry audit in full.
const STALE_VERDICT_GAS = 27_000n

/**
 * Simulates a delivery, signs its transaction and writes it into the journal. Nothing is sent here.
 *
 * @param lane - With nothing in flight.
 * @param open - The delivery whose turn it is.
 * @returns `moved` when it was signed, put off or settled; `conflict` when another writer came first.
 * @throws ChainBehindJournalError when the next nonce cannot be told.
 */
export async function signNext(lane: Lane, open: OpenRow<AcceptedRow>): Promise<Step> {
  const { deliveryId, receiver } = open.row
  let current: CurrentEnvelope
  try {
    current = await lane.envelopeOf(deliveryId)
  } catch (error) {
    // Its own fault, as a container that is down while an envelope has expired: the others' turn must not wait for it.
    return putOff(lane, open, { waitingFor: `its envelope: ${messageOf(error)}` })
  }
  if (current.status === 'expired') {
    const { waitingFor } = open.row
    const reasons = waitingFor === undefined ? [] : [`waited for: ${waitingFor}`]
    return settle(lane, open, { outcome: 'expired', reasons: [current.reason, ...reasons] })
  }
  const data = encodeDeliver(current.envelope)
  const call = { from: lane.key.sender, to: receiver, data }
  const simulated = await lane.chain.simulate(call)
  if (!simulated.ok) return refuse(lane, open, simulated.revert)
  return sign(lane, open, { call, envelope: current.envelope })
}

async function sign(
  lane: Lane,
  open: OpenRow<AcceptedRow>,
  { call, envelope }: { readonly call: ChainCall; readonly envelope: SealedEnvelope },
): Promise<Step> {
  const { chain, journal, key } = lane
  const head = await journal.head(key)
  const chainNonce = await chain.nonce(key.sender, 'pending')
  // With nothing in flight all that the journal has used is mined, unless the chain has lost it.
  if (chainNonce < head.nextNonce) {
    throw new ChainBehindJournalError(key, chainNonce, head.nextNonce)
  }
  const gasLimit = ((await chain.estimateGas(call)) * 6n) / 5n + STALE_VERDICT_GAS
  const transaction = Transaction.from({
    chainId: key.chainId,
    nonce: chainNonce,
    to: call.to,
    data: call.data,
    gasLimit,
    ...(await chain.fees()),
  })
  transaction.signature = await lane.signer.sign(transaction.unsignedHash as Hex)
  const signed: SignedRow = {
    ...deliveryOf(open.row),
    state: 'signed',
    nonce: chainNonce,
    raw: transaction.serialized as Hex,
    hash: transaction.hash as Hex,
    digest: envelope.digest,
  }
  if ((await journal.sign(open, signed, head)) === 'conflict') return 'conflict'
  const { deliveryId, hash, nonce } = signed
  logPoint(lane.log, 'signed', { deliveryId, transaction: hash, nonce })
  return 'moved'
}
