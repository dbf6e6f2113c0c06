import type { Hex } from '../core/hex'
import type { ContractReader } from './readContract'
import type { TeeType } from './readTeeType'
import { readTeeType } from './readTeeType'

const ENCLAVE_ROLE = 2

/**
 * Finds out on what the enclave runs whose key was enrolled last.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @returns `none` when no enclave key was ever enrolled.
 */
export async function readNewestTeeType(registry: ContractReader): Promise<TeeType | 'none'> {
  const { provider, address, abi } = registry
  const topics = abi.encodeFilterTopics('KeyEnrolled', [null, ENCLAVE_ROLE])
  const newest = (await provider.getLogs({ address, topics, fromBlock: 0 })).at(-1)
  const ref = newest?.topics[3]
  return ref === undefined ? 'none' : readTeeType(registry, ref as Hex)
}
