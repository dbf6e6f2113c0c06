import { messageOf } from '../core/errors'
import { logPoint } from '../core/log'
import type { Claim } from '../envelope/claim'
import { parseInnerEnvelope } from '../envelope/parseInnerEnvelope'
import type { SignedRecord } from '../envelope/record'
import type { SealedEnvelope } from '../envelope/sealedEnvelope'
import { addVerifiedHostSeal, sealedEnvelopeToJson } from '../envelope/sealedEnvelope'
import { claimOf, speaksForSlot } from '../execution/claimOf'
import { EnclaveAnswerError } from '../execution/errors'
import type { DeliveryTerms, InnerEnvelope } from '../execution/execution'
import type { Delivery } from '../runs/rows'
import { ClaimMissingError, CrypletMissingError, KeysNotTrustedError } from './errors'
import type { ActivityPorts, AskTrust } from './ports'

/** A delivery to be sealed, and in which generation. */
export type Sealing = {
  readonly delivery: Delivery
  /**
   * Counts from 1: each generation lives one time to live longer than the one before. All are made of the same record, so
   * they have the same sequence, and at most one has effect.
   */
  readonly generation: number
}

/** A delivery that could not be sealed, and why. */
export type SealFault = { readonly delivery: Delivery; readonly error: unknown }

// Both apps' limits, of deliveries a request and of bytes an answer, hold with claims of 8 KiB each.
const DELIVERIES_A_REQUEST = 64

/**
 * Lets the container make claims of a record, adds the host's seal and stores the envelopes; the first stored wins.
 *
 * Chains are served beside each other, and a registry is asked the same question once: one that does not answer takes no
 * time of the other chains' deliveries, and of its own no more than one question does.
 *
 * @param ports - Adapters.
 * @param record - What was observed.
 * @param sealings - For whom; all of one run.
 * @returns Whose claims are not sealed, in the order of the sealings, each with its own fault, as KeysNotTrustedError when
 * a registry does not accept the keys: before the host has sealed.
 */
export async function sealDeliveries(
  ports: ActivityPorts,
  record: SignedRecord,
  sealings: readonly Sealing[],
): Promise<readonly SealFault[]> {
  const faults: SealFault[] = []
  const asking = { ...ports, askTrust: askOnce(ports.askTrust) }
  for (let from = 0; from < sealings.length; from += DELIVERIES_A_REQUEST) {
    const some = sealings.slice(from, from + DELIVERIES_A_REQUEST)
    faults.push(...(await sealSome(asking, record, some)))
  }
  return faults
}

// An answer counts for all that ask the same, and so does a failure: who waits for it once need not wait again.
function askOnce(askTrust: AskTrust): AskTrust {
  const asked = new Map<string, ReturnType<AskTrust>>()
  return (chainId, question) => {
    const { crypletId, codeHash, cryplet, enclave, host } = question
    const key = [chainId, crypletId, codeHash, cryplet, enclave, host].join()
    const answer = asked.get(key) ?? askTrust(chainId, question)
    asked.set(key, answer)
    return answer
  }
}

async function sealSome(
  ports: ActivityPorts,
  record: SignedRecord,
  sealings: readonly Sealing[],
): Promise<readonly SealFault[]> {
  const [first] = sealings
  if (first === undefined) return []
  logPoint(ports.log, 'execute', { wakeId: record.runId, count: sealings.length })
  const { cryplet } = first.delivery
  let envelopes: readonly InnerEnvelope[]
  try {
    const execution = await ports.execution()
    const deliveries = sealings.map(termsOf)
    envelopes = (await execution.execute({ cryplet, record, deliveries })).envelopes
  } catch (error) {
    return sealings.map(({ delivery }) => ({ delivery, error }))
  }
  const works = sealings.map((sealing): SealWork => {
    const { deliveryId } = sealing.delivery
    const inner = envelopes.find((envelope) => envelope.deliveryId === deliveryId)
    return { record, sealing, inner }
  })
  const chainIds = [...new Set(sealings.map(({ delivery }) => delivery.chainId))]
  const ofChains = chainIds.map((chainId) =>
    works.filter(({ sealing }) => sealing.delivery.chainId === chainId),
  )
  const faults = new Map((await Promise.all(ofChains.map((own) => sealInTurn(ports, own)))).flat())
  return sealings.flatMap((sealing) => faults.get(sealing) ?? [])
}

type SealWork = {
  readonly record: SignedRecord
  readonly sealing: Sealing
  readonly inner: InnerEnvelope | undefined
}

async function sealInTurn(
  ports: ActivityPorts,
  works: readonly SealWork[],
): Promise<readonly (readonly [Sealing, SealFault])[]> {
  const faults: (readonly [Sealing, SealFault])[] = []
  for (const work of works) {
    const { sealing, inner } = work
    const { delivery } = sealing
    try {
      if (inner === undefined) throw new ClaimMissingError(delivery.deliveryId)
      await sealOne(ports, { ...work, inner })
    } catch (error) {
      faults.push([sealing, { delivery, error }])
    }
  }
  return faults
}

async function sealOne(
  ports: ActivityPorts,
  work: SealWork & { readonly inner: InnerEnvelope },
): Promise<void> {
  const { delivery, generation } = work.sealing
  const envelope = await addHostSeal(ports, work)
  const { first, stored } = await ports.runs.envelopes.insert({
    deliveryId: delivery.deliveryId,
    generation,
    digest: envelope.digest,
    expiresAt: Number(envelope.claim.expiresAt),
    envelope: sealedEnvelopeToJson(envelope),
  })
  const { digest } = stored
  if (first)
    logPoint(ports.log, 'envelope', { deliveryId: delivery.deliveryId, digest, generation })
}

async function addHostSeal(
  ports: ActivityPorts,
  work: SealWork & { readonly inner: InnerEnvelope },
): Promise<SealedEnvelope> {
  const { recover } = ports
  const { delivery } = work.sealing
  const { deliveryId, domain } = termsOf(work.sealing)
  const expected = expectedClaim(ports, work)
  const inner = parseAnswer(() =>
    parseInnerEnvelope(work.inner, { recover, deliveryId, domain, expected }),
  )
  const host = await ports.hostSigner()
  await requireTrust(ports, delivery, {
    ...inner.signers,
    ...(delivery.tiers === 7 && { host: host.address }),
  })
  if (delivery.tiers === 3) return inner
  return addVerifiedHostSeal(inner, { address: host.address, sign: host.sign, recover })
}

// Of what the container answers the host believes the payload alone: all else follows from its own rows.
function expectedClaim(
  { cryplets }: ActivityPorts,
  { record, sealing }: { readonly record: SignedRecord; readonly sealing: Sealing },
): Claim {
  const { crypletId, codeHash, cryplet: name } = sealing.delivery
  const cryplet = cryplets.find((candidate) => candidate.crypletId === crypletId)
  if (cryplet === undefined) throw new CrypletMissingError(crypletId, name)
  const outcome = {
    record,
    speaksForSlot: speaksForSlot(cryplet.definition, record.facts.wake),
    payload: '0x',
  } as const
  return { ...claimOf(outcome, termsOf(sealing)), crypletId, codeHash }
}

// What is wrong with the container's answer may be right with the next: nothing of it is stored.
function parseAnswer<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new EnclaveAnswerError(200, messageOf(error), true)
  }
}

async function requireTrust(
  ports: ActivityPorts,
  delivery: Delivery,
  signers: SealedEnvelope['signers'],
): Promise<void> {
  const { chainId, crypletId, codeHash, sender } = delivery
  const { cryplet, ...outer } = signers
  if (cryplet === undefined) return // parseInnerEnvelope has seen tier 1
  const question = { crypletId, codeHash, cryplet, ...outer }
  const answer = await ports.askTrust(chainId, question)
  if (!answer.trusted) throw new KeysNotTrustedError(chainId, answer.revert.text)
  try {
    await ports.verdicts.count({ chainId, sender }, question)
  } catch (error) {
    // It saves gas later; the claim need not wait for it.
    ports.log.warn('a use of a verdict was not counted', { reason: messageOf(error) })
  }
}

/**
 * Says what the container is asked for.
 *
 * @param sealing - Of one delivery, in one generation.
 * @returns Its terms: all that a claim has besides what its run gives.
 */
export function termsOf(sealing: Sealing): DeliveryTerms {
  const { delivery, generation } = sealing
  const { deliveryId, chainId, receiver, subscription, mode, maxAgeInSeconds, codeHash } = delivery
  const { nonce, isAnchored } = delivery
  return {
    deliveryId,
    domain: { chainId, verifyingContract: receiver },
    subscription,
    mode,
    ...(nonce !== undefined && { nonce }),
    ...(isAnchored && { isAnchored }),
    timeToLiveInSeconds: delivery.timeToLiveInSeconds * generation,
    maxAgeInSeconds,
    codeHash,
  }
}
