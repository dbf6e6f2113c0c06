import type { BundleEvidence, ProofBundle } from '../envelope/proofBundle'
import type { SignedRecord } from '../envelope/record'
import type { SealedEnvelope } from '../envelope/sealedEnvelope'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import type { ContractReader } from '../registry/readContract'
import { readEnrolments } from '../registry/readEnrolment'
import { readTeeType } from '../registry/readTeeType'
import type { DeliveryEnd, EnvelopeRow } from '../runs/rows'
import { recover } from '../signing/recover'
import type { ApiPorts } from './ports'

/** What a proof is put together from. */
export type ProofParts = {
  readonly record: SignedRecord
  /** Oldest first. */
  readonly envelopes: readonly EnvelopeRow[]
  readonly end: DeliveryEnd | undefined
}

/**
 * Puts the proof of a delivery together from what is stored, and from what the registry says of its enclave.
 *
 * @param ports - To ask the registry.
 * @param parts - The rows of one delivery.
 * @returns Undefined before an envelope is sealed, and for a chain that is no longer served.
 * @throws FabricError when a stored envelope does not verify.
 */
export async function readProofBundle(
  ports: Pick<ApiPorts, 'registryOf'>,
  parts: ProofParts,
): Promise<ProofBundle | undefined> {
  const { record, envelopes, end } = parts
  // The one that had effect; of a delivery under way, or of one without effect, the last.
  const row = envelopes.find(({ digest }) => digest === end?.digest) ?? envelopes.at(-1)
  if (row === undefined) return undefined
  const envelope = parseSealedEnvelope(row.envelope, { recover })
  const { domain, claim, seals, tiers } = envelope
  const registry = ports.registryOf(domain.chainId)
  if (registry === undefined) return undefined
  const evidence = await readEvidence(registry, envelope)
  return {
    version: 1,
    chainId: domain.chainId,
    receiver: domain.verifyingContract,
    claim,
    seals,
    tiers,
    run: record.facts,
    ...(evidence && { evidence: [evidence] }),
    registry: registry.address,
    ...(end?.transaction !== undefined && { transaction: end.transaction }),
    ...(end?.blockNumber !== undefined && { blockNumber: end.blockNumber }),
    ...(end && { outcome: end.outcome }),
  }
}

// Left out when the chain does not answer: the rest of the proof stands without it, and its reader is told.
async function readEvidence(
  registry: ContractReader,
  { signers }: SealedEnvelope,
): Promise<BundleEvidence | undefined> {
  const key = signers.enclave
  if (key === undefined) return undefined
  try {
    const enrolment = (await readEnrolments(registry, key)).at(-1)
    if (enrolment === undefined) return undefined
    const teeType = await readTeeType(registry, enrolment.ref)
    if (teeType === 'unknown') return undefined
    const { evidenceHash } = enrolment
    return { key, teeType: teeType === 'simulated' ? 0 : 1, evidenceHash }
  } catch {
    return undefined
  }
}
