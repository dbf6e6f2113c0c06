import { evidenceHash } from '../attestation/evidence'
import type { Address } from '../core/hex'
import type { BundleEvidence } from '../envelope/proofBundle'
import type { ContractReader } from '../registry/readContract'
import { readEnrolments } from '../registry/readEnrolment'
import { readTeeType } from '../registry/readTeeType'
import type { ApiPorts } from './ports'

/** What stands behind an enclave key, and why that is not all, where it is not. */
export type EvidenceReading = { readonly found?: BundleEvidence; readonly lacking?: string }

/**
 * Reads on what evidence an enclave key was enrolled last: its hash and kind from the registry, itself from storage.
 *
 * The rest of a proof stands without it, so that a chain that does not answer is no error: its reader is told.
 *
 * @param ports - Where evidence is kept.
 * @param registry - Of the delivery's chain.
 * @param key - The enclave's.
 * @returns Stored evidence only when it has the hash that the registrar noted.
 */
export async function readEvidence(
  ports: Pick<ApiPorts, 'evidence'>,
  registry: ContractReader,
  key: Address,
): Promise<EvidenceReading> {
  const noted = await readNoted(registry, key).catch(() => 'the chain does not answer')
  if (typeof noted === 'string') return { lacking: noted }
  const kept = await ports.evidence.of(key)
  const evidence = kept.find((one) => evidenceHash(one) === noted.evidenceHash)
  if (evidence !== undefined) return { found: { ...noted, evidence } }
  return { found: noted, lacking: 'this fabric does not keep the evidence of that hash' }
}

async function readNoted(registry: ContractReader, key: Address): Promise<BundleEvidence | string> {
  const enrolment = (await readEnrolments(registry, key)).at(-1)
  if (enrolment === undefined) return 'the registry does not know the key of the enclave'
  const teeType = await readTeeType(registry, enrolment.ref)
  if (teeType === 'unknown') return 'the chain does not tell hardware from simulation'
  const { evidenceHash: noted } = enrolment
  return { key, teeType: teeType === 'simulated' ? 0 : 1, evidenceHash: noted }
}
