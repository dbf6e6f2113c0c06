import type { Clock } from '../../core/clock'
import { FabricError } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import type { Log } from '../../core/log'
import type { SealedEnvelope } from '../../envelope/sealedEnvelope'
import type { Chain, ChainView } from '../chain'
import type { GasLimits } from './gasLimits'
import type { Journal } from './journal'
import type { Change, LaneState } from './laneState'
import type { LaneEnd, LaneKey, SettledRow } from './rows'

/** The sender's key: signs digests, EIP-2098. A `Signer` fits. */
export type SenderKey = {
  readonly address: Address
  readonly sign: (digest: Hex) => Promise<Hex>
}

/** What a subscription's transactions may cost, as its operator says now. */
export type Terms = {
  /** All of them together. */
  readonly budgetInWei: bigint
  /** Each unit of gas; only the budget bounds it when left out. */
  readonly maxFeePerGasInWei?: bigint
}

/** What there is to send for a delivery now. */
export type CurrentEnvelope =
  | { readonly status: 'sealed'; readonly envelope: SealedEnvelope; readonly terms: Terms }
  /** Its policy accepts its observations no more after `until`, Unix seconds. */
  | { readonly status: 'expired'; readonly reason: string; readonly until: number }

/** What a lane asks of the stages before and after it. */
export type LanePorts = {
  /** The envelope of a delivery, sealed anew when the stored one has expired. Throws while that cannot be done. */
  readonly envelopeOf: (deliveryId: Hex) => Promise<CurrentEnvelope>
  /** The digests of all envelopes that a delivery has had. */
  readonly digestsOf: (deliveryId: Hex) => Promise<readonly Hex[]>
  /** Tells the run how a delivery ended; `raised` when that was its last. Safe to call twice. */
  readonly tell: (row: SettledRow) => Promise<'raised' | 'others are open'>
}

/** How a lane treats its chain. */
export type LaneTerms = {
  /** How many blocks must follow before what a block says is final. */
  readonly confirmations: number
  /** How many nonces may be in flight. */
  readonly inFlight: number
  /**
   * Set for chains that make no empty blocks (a development chain): a refusal is final when it holds for this long, since
   * no later block would ever come to agree.
   */
  readonly quietRefusalInMs?: number
  /** The chain's TrustRegistry. */
  readonly registry: Address
}

/** One lane with everything that it works on. */
export type Lane = LanePorts &
  LaneTerms & {
    readonly key: LaneKey
    readonly journal: Journal
    readonly chain: Chain
    /** Asked for only when there is something to sign or follow. */
    readonly senders: () => Promise<readonly SenderKey[]>
    readonly gasLimits: GasLimits
    readonly clock: Clock
    readonly wait: (inMs: number) => Promise<void>
    readonly log: Log
  }

/** One look at a lane and its chain: what is decided on it is written only if nobody has written since. */
export type Turn = Lane & {
  /** Undefined when this fabric has lost the key: what needs none goes on. */
  readonly signer: SenderKey | undefined
  /** Why nothing new is signed, in words for people. */
  readonly heldBecause: string | undefined
  readonly state: LaneState
  readonly view: ChainView
}

/** What one step of a lane led to: `moved` and there may be more to do, or nothing to do before something changes. */
export type Step = 'moved' | 'waiting' | 'idle' | 'conflict'

/** What a decision asks for: rows' next states, and what its transaction has cost a subscription. */
export type Decision = {
  readonly change: Change
  readonly cost?: {
    readonly receiver: Address
    readonly subscription: Hex
    readonly costInWei: bigint
  }
  /** The nonce that is used for good by this. */
  readonly usedNonce?: number
}

/** The chain knows fewer transactions of the sender than the journal: it was reset, or its endpoints lag. */
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
      `Chain ${String(key.chainId)} expects nonce ${String(chainNonce)} of ${key.sender}, but in the journal all below ${String(journalNonce)} are used for good. Was the chain started anew without the journal, or do its endpoints lag behind?`,
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
    readonly ours: readonly string[],
  ) {
    super(
      `The lane sends from ${expected}, but SENDER_KEY_FILES hold the keys of ${ours.join(', ')}.`,
    )
  }
}

/**
 * Finds the key of a lane's sender.
 *
 * @param senders - All that this fabric sends from.
 * @param key - Whose lane it is.
 * @returns The key; undefined when it is not among them.
 */
export function senderOf(senders: readonly SenderKey[], key: LaneKey): SenderKey | undefined {
  const { sender } = key
  return senders.find(({ address }) => address.toLowerCase() === sender.toLowerCase())
}

/** A row that still has to be worked on, and how it is to end. */
export type Ending = Omit<LaneEnd, 'endedAt'>
