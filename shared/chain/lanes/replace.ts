import { messageOf } from '../../core/errors'
import { encodeDeliver } from '../../envelope/deliverCalldata'
import type { Fees } from '../chain'
import { chainTime } from './chainTime'
import type { Funds } from './funds'
import { claimMostOf, mostOf } from './funds'
import { remember } from './history'
import type { CurrentEnvelope, Decision, Turn } from './lane'
import type { OpenRow } from './laneState'
import { ceilingOf, priceText, raisedPrice } from './price'
import type { FillerRow, SentRow, SignedRow } from './rows'
import { lastAttempt } from './rows'
import { selfTransferGas } from './selfTransfer'
import type { SignedAttempt } from './sign'
import { signAttempt } from './sign'

/** How a delivery ends when its cancellation is mined. */
export type CancelledAs = NonNullable<SignedRow['cancelledAs']>

/**
 * Replaces what is in flight for a nonce by the same at a higher price; a claim that has expired meanwhile by its
 * envelope sealed anew, or by a cancellation when its policy accepts it no more.
 *
 * @param turn - Of the lane.
 * @param open - What is in flight.
 * @param funds - Of this look: a claim is never bid up beyond its subscription's budget or the sender's balance.
 * @returns What to write; nothing when cap or funds do not allow a replacement, or when there is none to be had now.
 */
export async function raise(
  turn: Turn,
  open: OpenRow<SentRow>,
  funds: Funds,
): Promise<Decision | undefined> {
  const { row, etag } = open
  if (row.state === 'filler' || isCancelling(row)) return raiseCancel(turn, open)
  const current = await envelopeOrNone(turn, row)
  if (current === undefined) return undefined
  if (current.status === 'expired') {
    const { reason, until } = current
    // By our own clock: what the chain still accepts goes on as it is.
    if (chainTime(turn) <= until) return undefined
    return cancel(turn, { row, etag }, { outcome: 'expired', reasons: [reason] })
  }
  // A host whose clock is behind that of the chain gives the same again: no price brings an expired claim into a block.
  if (chainTime(turn) > Number(current.envelope.claim.expiresAt)) return undefined
  return raiseDelivery(turn, { row, etag }, { ...current, funds })
}

/**
 * Takes a delivery back that is in flight: by a transaction without effect for its nonce. Should the delivery be mined
 * first, it counts.
 *
 * @param turn - Of the lane.
 * @param open - What is in flight.
 * @param cancelledAs - How it ends when the cancellation is mined.
 * @returns What to write; nothing when it is being cancelled already.
 */
export async function cancel(
  turn: Turn,
  open: OpenRow<SignedRow>,
  cancelledAs: CancelledAs,
): Promise<Decision | undefined> {
  return open.row.cancelledAs === undefined ? cancelFor(turn, open, cancelledAs) : undefined
}

/**
 * Takes the nonce of a delivery by a transaction without effect.
 *
 * @param turn - Of the lane.
 * @param open - What is in flight.
 * @param cancelledAs - How the delivery ends by it; undefined when it is to have another nonce.
 * @returns What to write.
 */
export async function cancelFor(
  turn: Turn,
  open: OpenRow<SignedRow>,
  cancelledAs: CancelledAs | undefined,
): Promise<Decision | undefined> {
  const fees = priceOf(turn, open.row, undefined)
  if (fees === undefined) return undefined
  const gasLimit = await selfTransferGas(turn)
  if (gasLimit === undefined) return undefined
  const signed = await signCancel(turn, open.row, { fees, gasLimit })
  const row = {
    ...open.row,
    gasLimit: Number(gasLimit),
    claimMostInWei: String(claimMostOf(open.row)),
    ...(cancelledAs !== undefined && { cancelledAs }),
  }
  return { change: { from: open, to: followed(turn, row, signed) } }
}

/**
 * Tells whether what is in flight for a delivery has no effect.
 *
 * @param row - Of the delivery.
 * @returns True when its nonce is being taken back.
 */
export function isCancelling(row: SignedRow): boolean {
  return row.cancelledAs !== undefined || lastAttempt(row).kind === 'cancel'
}

// What is in flight goes on as it is while its envelope cannot be had.
async function envelopeOrNone(turn: Turn, row: SignedRow): Promise<CurrentEnvelope | undefined> {
  const { deliveryId } = row
  try {
    return await turn.envelopeOf(deliveryId)
  } catch (error) {
    turn.log.warn('no envelope for a replacement', { deliveryId, reason: messageOf(error) })
    return undefined
  }
}

type Replacement = Extract<CurrentEnvelope, { readonly status: 'sealed' }> & {
  readonly funds: Funds
}

async function raiseDelivery(
  turn: Turn,
  open: OpenRow<SignedRow>,
  { envelope, terms, funds }: Replacement,
): Promise<Decision | undefined> {
  const { row } = open
  const { nonce, receiver: to, subscription } = row
  const { digest, claim } = envelope
  const fees = priceOf(turn, row, terms.maxFeePerGasInWei)
  if (fees === undefined) return undefined
  const place = { receiver: to, subscription, budgetInWei: terms.budgetInWei }
  const mostInWei = BigInt(row.gasLimit) * ceilingOf(fees) - mostOf(row)
  if (typeof funds.reserve({ place, mostInWei }) !== 'string') return undefined
  const data = encodeDeliver(envelope)
  const gasLimit = BigInt(row.gasLimit)
  const order = { nonce, kind: 'deliver', to, data, digest, gasLimit, fees } as const
  const signed = await signAttempt(turn, order)
  const next = { ...row, expiresAt: Number(claim.expiresAt) }
  return { change: { from: open, to: followed(turn, next, signed) } }
}

/**
 * Signs a transaction without effect anew that every node rejects: its chain asks for more gas than it did.
 *
 * @param turn - Of the lane.
 * @param open - A filler, or a delivery that is being cancelled.
 * @returns What to write; nothing when it has gas enough, so that something else is wrong with it.
 */
export async function resize(turn: Turn, open: OpenRow<SentRow>): Promise<Decision | undefined> {
  const gasLimit = await selfTransferGas(turn)
  const isShort = gasLimit !== undefined && gasLimit > BigInt(open.row.gasLimit)
  return isShort ? raiseCancel(turn, open, gasLimit) : undefined
}

async function raiseCancel(
  turn: Turn,
  open: OpenRow<SentRow>,
  gas = BigInt(open.row.gasLimit),
): Promise<Decision | undefined> {
  const fees = priceOf(turn, open.row, undefined)
  if (fees === undefined) return undefined
  const row = { ...open.row, gasLimit: Number(gas) }
  const signed = await signCancel(turn, row, { fees, gasLimit: gas })
  const { raw, attempt } = signed
  if (row.state === 'signed') return { change: { from: open, to: followed(turn, row, signed) } }
  const to: FillerRow = { ...row, raw, attempts: [...row.attempts, attempt] }
  return { change: { from: open, to } }
}

function priceOf(turn: Turn, row: SentRow, cap: bigint | undefined): Fees | undefined {
  return raisedPrice(turn.view.fees, lastAttempt(row).price, cap)
}

function signCancel(
  turn: Turn,
  { nonce }: SentRow,
  terms: { readonly fees: Fees; readonly gasLimit: bigint },
): Promise<SignedAttempt> {
  const to = turn.key.sender
  return signAttempt(turn, { nonce, kind: 'cancel', to, data: '0x', ...terms })
}

function followed(turn: Turn, row: SignedRow, { raw, attempt }: SignedAttempt): SignedRow {
  const { hash, kind, price } = attempt
  const what = kind === 'cancel' ? 'cancelling' : 'escalated'
  const happening = { atInMs: turn.clock.nowInMs(), what, detail: `${hash}, ${priceText(price)}` }
  const history = remember(row.history, happening)
  return { ...row, raw, attempts: [...row.attempts, attempt], history }
}
