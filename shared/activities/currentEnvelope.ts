import type { CurrentEnvelope } from '../chain/lanes/lane'
import { nowInSeconds } from '../core/clock'
import type { Hex } from '../core/hex'
import type { SignedRecord } from '../envelope/record'
import { parseSignedRecord } from '../envelope/record'
import type { SealedEnvelope } from '../envelope/sealedEnvelope'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import type { Delivery } from '../runs/rows'
import { EnvelopeMissingError, RecordMissingError } from './errors'
import type { ActivityPorts } from './ports'
import { sealDeliveries } from './sealDeliveries'

// What is left of an envelope's life must do for a block or two.
const MARGIN_IN_SECONDS = 30

/**
 * Gives what there is to send for a delivery: its newest envelope, sealed anew when it has expired while the policy would
 * still accept its observations. Every envelope is verified again as it leaves storage.
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
  const newest = await newestEnvelope(ports, delivery)
  const now = nowInSeconds(ports.clock)
  const expiresAt = Number(newest.claim.expiresAt)
  const policyEnd = Number(newest.claim.observedAt) + delivery.maxAgeInSeconds
  if (now > policyEnd) {
    const reason = `its policy accepted the observations until ${String(policyEnd)}`
    return { status: 'expired', reason }
  }
  // A life that ends with the policy's cannot be made longer.
  if (expiresAt >= now + MARGIN_IN_SECONDS || expiresAt >= policyEnd) {
    return { status: 'sealed', envelope: newest }
  }
  const record = await requireRecord(ports, delivery.wakeId)
  const generation = generationAt(delivery, record, now)
  await sealDeliveries(ports, record, [{ delivery, generation }])
  return { status: 'sealed', envelope: await newestEnvelope(ports, delivery) }
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

// Ours it is when its outermost seal is ours: that one vouches for each seal inside, and so for the claim.
async function newestEnvelope(
  { runs, recover, hostSigner }: ActivityPorts,
  { deliveryId, tiers }: Delivery,
): Promise<SealedEnvelope> {
  const row = (await runs.envelopes.list(deliveryId)).at(-1)
  if (row === undefined) throw new EnvelopeMissingError(deliveryId)
  const signers = tiers === 7 ? { host: (await hostSigner()).address } : {}
  return parseSealedEnvelope(row.envelope, { recover, signers })
}

async function requireRecord(ports: ActivityPorts, wakeId: Hex): Promise<SignedRecord> {
  const record = await ports.runs.deliveries.getRecord(wakeId)
  if (record === undefined) throw new RecordMissingError(wakeId)
  return parseSignedRecord(record, { recover: ports.recover })
}
