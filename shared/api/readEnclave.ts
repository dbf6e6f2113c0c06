import type { Address } from '../core/hex'
import type { SealedEnvelope } from '../envelope/sealedEnvelope'
import { parseSealedEnvelope } from '../envelope/sealedEnvelope'
import { SIMULATED } from '../envelope/tiers'
import type { ContractReader } from '../registry/readContract'
import { readKey } from '../registry/readKey'
import { readTeeType } from '../registry/readTeeType'
import type { EnvelopeRow } from '../runs/rows'
import { recover } from '../signing/recover'
import type { ApiPorts } from './ports'

/** Where it is looked up on what an enclave runs. */
export type EnclavePorts = Pick<ApiPorts, 'evidence' | 'registryOf'>

/**
 * Tells on what the enclave runs that sealed an envelope.
 *
 * The evidence that this fabric keeps comes first: where it says that nothing vouches, no chain has to be asked.
 *
 * @param ports - Evidence and registries.
 * @param row - A stored envelope.
 * @returns `simulated, no hardware`, `hardware`, or why that is not known; undefined without a seal of an enclave.
 */
export async function readEnclave(
  ports: EnclavePorts,
  row: EnvelopeRow,
): Promise<string | undefined> {
  const envelope = openEnvelope(row)
  // One bad row must not spoil a whole list.
  if (envelope === undefined) return 'not known: the stored envelope does not verify'
  const { domain, signers } = envelope
  if (signers.enclave === undefined) return undefined
  const kept = await ports.evidence.of(signers.enclave)
  const types: readonly string[] = kept.map(({ type }) => type)
  if (types.includes('simulated')) return SIMULATED
  const registry = ports.registryOf(domain.chainId)
  if (registry === undefined) return 'not known: this chain is not served'
  return askRegistry(registry, signers.enclave).catch(() => 'not known: the chain does not answer')
}

function openEnvelope({ envelope }: EnvelopeRow): SealedEnvelope | undefined {
  try {
    return parseSealedEnvelope(envelope, { recover })
  } catch {
    return undefined
  }
}

async function askRegistry(registry: ContractReader, key: Address): Promise<string> {
  const { role, ref } = await readKey(registry, key)
  if (role !== 'enclave') return 'not known: the registry has no such enclave key'
  const teeType = await readTeeType(registry, ref)
  if (teeType === 'unknown') return 'not known: the chain does not tell hardware from simulation'
  return teeType === 'simulated' ? SIMULATED : teeType
}
