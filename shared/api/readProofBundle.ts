import type { ProofBundle } from '../envelope/proofBundle'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import type { DeliveryEnd } from '../runs/rows'
import { recover } from '../signing/recover'
import type { DeliveryRows } from './deliverySummary'
import { envelopeOf } from './deliverySummary'
import type { ApiPorts } from './ports'
import { readEvidence } from './readEvidence'

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
 * @param rows - Of one delivery.
 * @returns Undefined before an envelope is sealed, and for a chain that is no longer served.
 * @throws FabricError when a stored envelope does not verify.
 */
export async function readProofBundle(
  ports: Pick<ApiPorts, 'registryOf' | 'evidence'>,
  rows: DeliveryRows,
): Promise<Proof | undefined> {
  const { record, end } = rows
  const row = envelopeOf(rows)
  if (record === undefined || row === undefined) return undefined
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
