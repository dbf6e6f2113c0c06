import type { ProofBundle } from '../envelope/proofBundle'
import type { SignedRecord } from '../envelope/record'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import type { DeliveryEnd, EnvelopeRow } from '../runs/rows'
import { recover } from '../signing/recover'
import type { ApiPorts } from './ports'
import { readEvidence } from './readEvidence'

/** What a proof is put together from. */
export type ProofParts = {
  readonly record: SignedRecord
  /** Oldest first. */
  readonly envelopes: readonly EnvelopeRow[]
  readonly end: DeliveryEnd | undefined
}

/** The proof of a delivery. */
export type Proof = {
  readonly bundle: ProofBundle
  /** Why the evidence of its enclave is not, or not whole, in it: for people. */
  readonly lacking?: string
}

/**
 * Puts the proof of a delivery together from what is stored, and from what the registry says of its enclave.
 *
 * @param ports - To ask the registry, and where evidence is kept.
 * @param parts - The rows of one delivery.
 * @returns Undefined before an envelope is sealed, and for a chain that is no longer served.
 * @throws FabricError when a stored envelope does not verify.
 */
export async function readProofBundle(
  ports: Pick<ApiPorts, 'registryOf' | 'evidence'>,
  parts: ProofParts,
): Promise<Proof | undefined> {
  const { record, envelopes, end } = parts
  // The one that had effect; of a delivery under way, or of one without effect, the last.
  const row = envelopes.find(({ digest }) => digest === end?.digest) ?? envelopes.at(-1)
  if (row === undefined) return undefined
  const envelope = parseSealedEnvelope(row.envelope, { recover })
  const { domain, claim, seals, tiers, signers } = envelope
  const registry = ports.registryOf(domain.chainId)
  if (registry === undefined) return undefined
  const reading = signers.enclave && (await readEvidence(ports, registry, signers.enclave))
  const { found, lacking } = reading ?? {}
  const bundle: ProofBundle = {
    version: 1,
    chainId: domain.chainId,
    receiver: domain.verifyingContract,
    claim,
    seals,
    tiers,
    run: record.facts,
    ...(found && { evidence: [found] }),
    registry: registry.address,
    ...endOf(end),
  }
  return { bundle, ...(lacking !== undefined && { lacking }) }
}

function endOf(
  end: DeliveryEnd | undefined,
): Pick<ProofBundle, 'transaction' | 'blockNumber' | 'outcome'> {
  if (end === undefined) return {}
  const { outcome, transaction, blockNumber } = end
  return {
    ...(transaction !== undefined && { transaction }),
    ...(blockNumber !== undefined && { blockNumber }),
    outcome,
  }
}
