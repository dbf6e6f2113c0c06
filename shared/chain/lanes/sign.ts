import type { Address, Hex } from '../../core/hex'
import type { Fees } from '../chain'
import { firstBlock } from './findCarried'
import { remember } from './history'
import type { Turn } from './lane'
import { SenderMismatchError } from './lane'
import type { OpenRow } from './laneState'
import type { Errand } from './operator'
import { keptPrice, priceText } from './price'
import type { AcceptedRow, Attempt, FillerRow, SignedRow } from './rows'
import { deliveryOf, lastAttempt, progressOf } from './rows'
import type { Simulated } from './simulateAll'
import { signTransaction } from './transaction'

/** What a transaction for a nonce is to say. */
export type AttemptOrder = {
  readonly nonce: number
  readonly kind: Attempt['kind']
  readonly to: Address
  readonly data: Hex
  readonly digest?: Hex
  readonly gasLimit: bigint
  readonly fees: Fees
}

/** A signed attempt with its bytes. */
export type SignedAttempt = { readonly attempt: Attempt; readonly raw: Hex }

/**
 * Signs a transaction for a nonce.
 *
 * @param turn - Of its lane.
 * @param order - What it says.
 * @returns For the row that holds the nonce; nothing is sent here.
 * @throws SenderMismatchError without the key.
 */
export async function signAttempt(turn: Turn, order: AttemptOrder): Promise<SignedAttempt> {
  const { nonce, kind, to, data, digest, gasLimit, fees } = order
  const { chainId, sender } = turn.key
  // Whoever decides looks first; this is the last fence.
  if (turn.signer === undefined) throw new SenderMismatchError(sender, [])
  const fields = { chainId, nonce, to, data, gasLimit, fees }
  const { raw, hash } = await signTransaction(fields, turn.signer)
  return {
    raw,
    attempt: {
      hash,
      kind,
      ...(digest !== undefined && { digest }),
      price: keptPrice(fees),
      signedAtBlock: turn.view.block.number,
    },
  }
}

/**
 * Signs a delivery that was simulated.
 *
 * @param turn - Of its lane.
 * @param simulated - What is to be sent, for how much gas.
 * @param nonce - Free until now.
 * @returns Its row's next state.
 */
export async function signDelivery(
  turn: Turn,
  simulated: Extract<Simulated, { readonly gasLimit: bigint }>,
  nonce: number,
): Promise<SignedRow> {
  const { ready, gasLimit } = simulated
  const { open, envelope, call, fees } = ready
  const { to, data } = call
  const { digest, claim } = envelope
  const order = { nonce, kind: 'deliver', to, data, digest, gasLimit, fees } as const
  const { attempt, raw } = await signAttempt(turn, order)
  return signedRow(turn, open, {
    ...{ nonce, raw, gasLimit: Number(gasLimit), attempts: [attempt] },
    expiresAt: Number(claim.expiresAt),
  })
}

type Sent = Pick<SignedRow, 'nonce' | 'raw' | 'gasLimit' | 'attempts' | 'expiresAt'>

function signedRow(turn: Turn, { row }: OpenRow<AcceptedRow>, sent: Sent): SignedRow {
  const { hash, price } = lastAttempt({ ...row, ...sent, state: 'signed' })
  const detail = `${hash}, nonce ${String(sent.nonce)}, ${priceText(price)}`
  const happening = { atInMs: turn.clock.nowInMs(), what: 'signed', detail }
  return {
    ...deliveryOf(row),
    ...progressOf(row),
    ...sent,
    state: 'signed',
    sinceBlock: row.sinceBlock ?? firstBlock(turn, row.acceptedAtInMs),
    history: remember(row.history, happening),
  }
}

/**
 * Signs a transaction without effect, for a nonce that keeps others from being mined.
 *
 * @param turn - Of its lane.
 * @param nonce - Free, and below one that is held.
 * @param gasLimit - What such a transaction needs on this chain.
 * @returns A row of its own.
 */
export async function signFiller(turn: Turn, nonce: number, gasLimit: bigint): Promise<FillerRow> {
  const { key, view } = turn
  const to = key.sender
  const order = { nonce, kind: 'cancel', to, data: '0x', gasLimit, fees: view.fees } as const
  const { attempt, raw } = await signAttempt(turn, order)
  const sent = { nonce, raw, gasLimit: Number(gasLimit), attempts: [attempt] }
  return { ...key, ...sent, state: 'filler' }
}

/** What is to be called, by which nonce, for how much gas. */
export type ErrandOrder = {
  readonly errand: Errand
  readonly nonce: number
  readonly gasLimit: bigint
}

/**
 * Signs an errand.
 *
 * @param turn - Of its lane.
 * @param order - Its nonce is free.
 * @returns A row of its own.
 */
export async function signErrand(turn: Turn, order: ErrandOrder): Promise<FillerRow> {
  const { errand, nonce, gasLimit } = order
  const { to, data } = errand
  const fees = turn.view.fees
  const { attempt, raw } = await signAttempt(turn, {
    nonce,
    kind: 'errand',
    to,
    data,
    gasLimit,
    fees,
  })
  const sent = { nonce, raw, gasLimit: Number(gasLimit), attempts: [attempt] }
  return { ...turn.key, ...sent, state: 'filler' }
}
