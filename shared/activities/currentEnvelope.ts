import type { CurrentEnvelope, Terms } from '../chain/lanes/lane'
import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord } from '../envelope/record'
import type { SealedEnvelope } from '../envelope/sealedEnvelope'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import { speaksForSlot } from '../execution/claimOf'
import type { Delivery, Subscription } from '../runs/rows'
import { windowLack } from './anchoring'
import { EnvelopeMissingError, RecordMissingError } from './errors'
import type { ActivityPorts } from './ports'
import { sealDeliveries } from './sealDeliveries'

// What is left of an envelope's life must do for a block or two.
const MARGIN_IN_SECONDS = 30

/**
 * Gives what there is to send for a delivery: its newest envelope, sealed anew when it has expired while the policy would
 * still accept its observations, or when the block that it rests on went out of the contract's reach while the policy does
 * not demand one. Every envelope is verified again as it leaves storage.
 *
 * @param ports - Adapters.
 * @param deliveryId - 32 bytes.
 * @returns The envelope; `expired` when the policy accepts its observations no more.
 * @throws FabricError while it cannot be sealed anew, as when the container is down.
 */
export async function currentEnvelope(
  ports: ActivityPorts,
  deliveryId: Hex,
): Promise<CurrentEnvelope> {
  const delivery = await ports.runs.deliveries.require(deliveryId)
  const record = await requireRecord(ports, delivery.wakeId)
  const now = nowInSeconds(ports.clock)
  const policyEnd = observedAt(ports, delivery, record) + delivery.maxAgeInSeconds
  // Asked first: what has expired needs no envelope, whatever is wrong with the stored one.
  if (now > policyEnd) {
    const reason = `its policy accepted the observations until ${String(policyEnd)}`
    return { status: 'expired', reason, until: policyEnd }
  }
  const { envelope, generation } = await newestEnvelope(ports, delivery)
  const subscription = await ports.runs.subscriptions.get(delivery)
  const terms = termsOf(subscription ?? delivery)
  const owed = await asOwedNow(ports, { delivery, record, subscription, envelope })
  if (envelope !== undefined && restsAs(owed, envelope)) {
    const expiresAt = Number(envelope.claim.expiresAt)
    // A life that ends with the policy's cannot be made longer.
    const lives = expiresAt >= now + MARGIN_IN_SECONDS || expiresAt >= policyEnd
    if (lives) return { status: 'sealed', envelope, terms }
  }
  const next = Math.max(generation + 1, generationAt(delivery, record, now))
  const [fault] = await sealDeliveries(ports, record, [{ delivery: owed, generation: next }])
  if (fault !== undefined) throw fault.error
  const anew = await newestEnvelope(ports, delivery)
  if (anew.envelope === undefined) throw new EnvelopeMissingError(deliveryId)
  return { status: 'sealed', envelope: anew.envelope, terms }
}

/**
 * Tells which generation of an envelope lives long enough at an instant.
 *
 * @param delivery - With its time to live.
 * @param record - With its time of fetching, from which every life is counted.
 * @param now - Unix seconds.
 * @returns 1 for as long as the first will do.
 */
export function generationAt(delivery: Delivery, record: SignedRecord, now: number): number {
  const needed = now + MARGIN_IN_SECONDS - record.fetchedAt
  return Math.max(1, Math.ceil(needed / delivery.timeToLiveInSeconds))
}

type Newest = {
  readonly generation: number
  /** Undefined when what is stored is not under today's seal of ours: it is sealed anew then. */
  readonly envelope: SealedEnvelope | undefined
}

// Ours it is when its outermost seal is ours: that one vouches for each seal inside, and so for the claim.
async function newestEnvelope(
  { runs, recover, hostSigner, log }: ActivityPorts,
  { deliveryId, tiers }: Delivery,
): Promise<Newest> {
  const row = (await runs.envelopes.list(deliveryId)).at(-1)
  if (row === undefined) throw new EnvelopeMissingError(deliveryId)
  const { generation } = row
  const signers = tiers === 7 ? { host: (await hostSigner()).address } : {}
  try {
    return { generation, envelope: parseSealedEnvelope(row.envelope, { recover, signers }) }
  } catch (error) {
    // As after the host key was changed, or by somebody's hand in the tables.
    log.warn('a stored envelope is not ours', { deliveryId, generation, reason: messageOf(error) })
    return { generation, envelope: undefined }
  }
}

type Held = Pick<Newest, 'envelope'> & {
  readonly delivery: Delivery
  readonly record: SignedRecord
  /** Undefined when it was withdrawn: then nobody knows whether it demands an anchor. */
  readonly subscription: Subscription | undefined
}

// What it rests on may have gone out of the contract's reach while it waited. What has lost its anchor gets none again.
async function asOwedNow(ports: ActivityPorts, held: Held): Promise<Delivery> {
  const { record, subscription, envelope } = held
  const { isAnchored, ...unanchored } = held.delivery
  if (isAnchored !== true) return held.delivery
  if (envelope !== undefined && !isOnBlock(envelope)) return unanchored
  if (subscription === undefined || subscription.requiresAnchor === true) return held.delivery
  return (await windowLack(ports, record.facts.wake)) === undefined ? held.delivery : unanchored
}

function restsAs(
  { isAnchored = false }: { readonly isAnchored?: boolean | undefined },
  envelope: SealedEnvelope,
): boolean {
  return isAnchored === isOnBlock(envelope)
}

function isOnBlock({ claim }: SealedEnvelope): boolean {
  return claim.anchorBlock !== 0n
}

// As the operator says today: a budget that is raised counts for what waits for it. Of a subscription that was
// withdrawn meanwhile, as the delivery keeps them.
function termsOf({ budgetInWei, maxFeePerGasInWei }: Subscription | Delivery): Terms {
  return {
    budgetInWei: BigInt(budgetInWei),
    ...(maxFeePerGasInWei !== undefined && { maxFeePerGasInWei: BigInt(maxFeePerGasInWei) }),
  }
}

// The instant that the claim speaks for: the slot, when every source can answer for it.
function observedAt(
  { cryplets }: ActivityPorts,
  { crypletId, slot }: Delivery,
  { fetchedAt, facts }: SignedRecord,
): number {
  const found = cryplets.find((each) => each.crypletId === crypletId)
  if (found === undefined) return fetchedAt
  return speaksForSlot(found.definition, facts.wake) ? slot : fetchedAt
}

async function requireRecord(ports: ActivityPorts, wakeId: Hex): Promise<SignedRecord> {
  const record = await ports.runs.deliveries.getRecord(wakeId)
  if (record === undefined) throw new RecordMissingError(wakeId)
  const verified = VERIFIED.get(record) ?? parseSignedRecord(record, { recover: ports.recover })
  VERIFIED.set(record, verified)
  return verified
}

// By what the rows gave: a lane asks for each of a run's deliveries, again and again.
const VERIFIED = new WeakMap<SignedRecord, SignedRecord>()
