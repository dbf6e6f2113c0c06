import type { Cryplet } from '../authoring/defineCryplet'
import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import type { Claim } from '../envelope/claim'
import { parseUint64 } from '../envelope/fields'
import { provenanceHash } from '../envelope/provenance'
import type { SignedRecord } from '../envelope/record'
import type { WakeFacts } from '../envelope/wakeFacts'
import type { DeliveryTerms } from './execution'
import { heardBy } from './silence'

/** What a Cryplet's run contributes to each of its claims. */
export type RunOutcome = {
  readonly record: SignedRecord
  /** Whether every source answered for the slot, not for the moment of asking. */
  readonly speaksForSlot: boolean
  /** abi.encode of the callback's arguments. */
  readonly payload: Hex
}

/**
 * States a run's outcome for one subscription. Every field comes from the record and the terms, none from the clock.
 *
 * @param outcome - Of the run.
 * @param terms - Of the subscription.
 * @returns The claim; it may have expired already, which the contract and the fabric judge.
 * @throws InvalidValueError when mode `each` comes without a nonce, or `latest` with one, or there is no block to anchor to.
 */
export function claimOf(outcome: RunOutcome, terms: DeliveryTerms): Claim {
  const { record, speaksForSlot, payload } = outcome
  const { facts, fetchedAt, codeHash } = record
  const observedAt = speaksForSlot ? facts.wake.slot : fetchedAt
  const expiresAt = Math.min(
    fetchedAt + terms.timeToLiveInSeconds,
    observedAt + terms.maxAgeInSeconds,
  )
  return {
    crypletId: facts.wake.crypletId,
    subscription: terms.subscription,
    sequence: sequenceOf(observedAt, terms),
    observedAt: BigInt(observedAt),
    expiresAt: BigInt(expiresAt),
    provenance: provenanceHash(facts),
    ...anchorOf(outcome, terms),
    codeHash,
    payload,
  }
}

/**
 * Tells whether a Cryplet's claims speak for the slot of their wake.
 *
 * @param definition - Of the Cryplet.
 * @param wake - What woke it.
 * @returns False when a source that is read answers for the moment of asking only.
 */
export function speaksForSlot(
  definition: Pick<Cryplet, 'wakes' | 'sources'>,
  wake: WakeFacts,
): boolean {
  const heard = heardBy(definition, definition.sources, wake)
  return Object.values(heard).every(({ asOf }) => asOf === 'slot')
}

function anchorOf(
  { record }: RunOutcome,
  { isAnchored, domain }: DeliveryTerms,
): Pick<Claim, 'anchorBlock' | 'anchorHash'> {
  if (isAnchored !== true) return { anchorBlock: 0n, anchorHash: `0x${'00'.repeat(32)}` }
  const { wake } = record.facts
  const chainId = wake.kind === 'chainEvent' ? wake.event.chainId : 'none'
  if (wake.kind !== 'chainEvent' || chainId !== domain.chainId) {
    throw new InvalidValueError('terms.isAnchored', 'an event of the same chain', chainId)
  }
  return { anchorBlock: BigInt(wake.event.blockNumber), anchorHash: wake.event.blockHash }
}

function sequenceOf(observedAt: number, { mode, nonce }: DeliveryTerms): bigint {
  if (mode === 'each') return parseUint64(nonce, 'terms.nonce')
  if (nonce !== undefined) throw new InvalidValueError('terms.nonce', 'none in mode latest', nonce)
  return BigInt(observedAt) * 1000n
}
