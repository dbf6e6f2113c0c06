import { FabricError, messageOf } from '../../core/errors'
import type { Hex } from '../../core/hex'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { SealedEnvelope } from '../../envelope/sealedEnvelope'
import type { ChainCall, Fees } from '../chain'
import { chainTime } from './chainTime'
import { isConfirmed } from './confirm'
import { park, putOff, settleUncarried } from './decisions'
import type { CurrentEnvelope, Decision, Terms, Turn } from './lane'
import type { OpenRow } from './laneState'
import { marketPrice } from './price'
import type { AcceptedRow } from './rows'

const OF_ITS_END = ['its policy to expire', 'blocks that confirm its end'] as const

/** A delivery with what is to be sent for it. */
export type Ready = {
  readonly open: OpenRow<AcceptedRow>
  readonly envelope: SealedEnvelope
  readonly terms: Terms
  readonly call: ChainCall
  readonly fees: Fees
}

/** A delivery that is ready, or what is to be written instead; nothing when its row says so already. */
export type Prepared = { readonly ready: Ready } | { readonly decision: Decision | undefined }

/**
 * Fetches the envelope of a delivery and prices its transaction.
 *
 * @param turn - Of its lane.
 * @param open - Whose turn it is.
 * @returns What is ready; else why it waits, is parked or ends.
 */
export async function prepare(turn: Turn, open: OpenRow<AcceptedRow>): Promise<Prepared> {
  const { deliveryId, receiver } = open.row
  let current: CurrentEnvelope
  try {
    current = await turn.envelopeOf(deliveryId)
  } catch (error) {
    return { decision: ownFault(turn, open, error) }
  }
  if (current.status === 'expired') return { decision: await expire(turn, open, current) }
  const { envelope, terms } = current
  const { maxFeePerGasInWei: cap } = terms
  const fees = marketPrice(turn.view.fees, turn.view.block, cap)
  if (fees === undefined) {
    const waitingFor = `a fee below its cap of ${String(cap)} wei for a unit of gas`
    return { decision: putOff(turn, open, { waitingFor, isChainsTurn: true }) }
  }
  const data: Hex = encodeDeliver(envelope)
  const call = { from: turn.key.sender, to: receiver, data }
  return { ready: { open, envelope, terms, call, fees } }
}

// Its own fault, as a container that is down while an envelope has expired: the others' turn must not wait for it.
function ownFault(turn: Turn, open: OpenRow<AcceptedRow>, error: unknown): Decision | undefined {
  const waitingFor = `its envelope: ${messageOf(error)}`
  const isFinal = error instanceof FabricError && !error.retryable
  return isFinal ? park(turn, open, waitingFor) : putOff(turn, open, { waitingFor })
}

async function expire(
  turn: Turn,
  open: OpenRow<AcceptedRow>,
  current: { readonly reason: string; readonly until: number },
): Promise<Decision | undefined> {
  const { reason, until } = current
  if (chainTime(turn) <= until) {
    const waitingFor = `${OF_ITS_END[0]} by the time of the chain`
    return putOff(turn, open, { waitingFor, isChainsTurn: true })
  }
  const doubt = 'expired'
  if (!isConfirmed(turn, open.row, doubt)) {
    return putOff(turn, open, { waitingFor: `${OF_ITS_END[1]}: ${reason}`, doubt })
  }
  // Not the words of its end itself.
  const waited = open.row.history.findLast(
    ({ what, detail = '' }) =>
      what === 'put off' && !OF_ITS_END.some((each) => detail.startsWith(each)),
  )
  const reasons = waited === undefined ? [] : [`waited for: ${waited.detail ?? ''}`]
  return settleUncarried(turn, open, { outcome: 'expired', reasons: [reason, ...reasons] })
}
