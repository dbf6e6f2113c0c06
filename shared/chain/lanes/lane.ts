import type { Clock } from '../../core/clock'
import { FabricError } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import type { SealedEnvelope } from '../../envelope/sealedEnvelope'
import type { Chain } from '../chain'
import type { Head, Journal } from './journal'
import type { LaneEnd, LaneKey, SettledRow } from './rows'

/** The sender's key: signs digests, EIP-2098. A `Signer` fits. */
export type SenderKey = {
  readonly address: Address
  readonly sign: (digest: Hex) => Promise<Hex>
}

/** What there is to send for a delivery now. */
export type CurrentEnvelope =
  | { readonly status: 'sealed'; readonly envelope: SealedEnvelope }
  /** Its policy would not accept its observations any more. */
  | { readonly status: 'expired'; readonly reason: string }

/** What a lane asks of the stages before and after it. */
export type LanePorts = {
  /** The envelope of a delivery, sealed anew when the stored one has expired. Throws while that cannot be done. */
  readonly envelopeOf: (deliveryId: Hex) => Promise<CurrentEnvelope>
  /** The digests of all envelopes that a delivery has had. */
  readonly digestsOf: (deliveryId: Hex) => Promise<readonly Hex[]>
  /** Tells the run how a delivery ended; `raised` when that was its last. Safe to call twice. */
  readonly tell: (row: SettledRow) => Promise<'raised' | 'others are open'>
}

/** One lane with everything that it works on. */
export type Lane = LanePorts & {
  readonly key: LaneKey
  readonly journal: Journal
  readonly chain: Chain
  readonly signer: SenderKey
  readonly clock: Clock
  readonly log: Log
  /**
   * Set for chains that make no empty blocks (a development chain): a refusal is final when it holds for this long, since
   * no later block would ever come to agree.
   */
  readonly quietRefusalInMs?: number
}

/** One look at a lane: its head as it was read before its rows, so that a write in between is noticed. */
export type Turn = Lane & { readonly head: Head }

/** What one step of a lane led to: `moved` and there may be more to do, or nothing to do before something changes. */
export type Step = 'moved' | 'waiting' | 'conflict'

/** The chain knows fewer transactions of the sender than the journal: it was reset, or its endpoint lags. */
export class ChainBehindJournalError extends FabricError {
  override readonly name = 'ChainBehindJournalError'
  readonly code = 'CHAIN_BEHIND_JOURNAL'
  readonly retryable = true

  constructor(
    readonly key: LaneKey,
    readonly chainNonce: number,
    readonly journalNonce: number,
  ) {
    super(
      `Chain ${String(key.chainId)} expects nonce ${String(chainNonce)} of ${key.sender}, but the journal has used all below ${String(journalNonce)}. Was the chain started anew without the journal, or does its endpoint lag behind?`,
    )
  }
}

/** A sender account whose key this fabric does not hold. */
export class SenderMismatchError extends FabricError {
  override readonly name = 'SenderMismatchError'
  readonly code = 'SENDER_MISMATCH'
  readonly retryable = false

  constructor(
    readonly expected: string,
    readonly ours: string,
  ) {
    super(`The lane sends from ${expected}, but SENDER_KEY_FILE holds the key of ${ours}.`)
  }
}

/**
 * Refuses to send for another account than the key's.
 *
 * @param signer - The sender's key.
 * @param key - Whose lane it is.
 * @throws SenderMismatchError
 */
export function requireSender(signer: SenderKey, key: LaneKey): void {
  const { sender } = key
  if (signer.address.toLowerCase() === sender.toLowerCase()) return
  throw new SenderMismatchError(sender, signer.address)
}

/** A row that still has to be worked on, and how it is to end. */
export type Ending = Omit<LaneEnd, 'endedAt'>
