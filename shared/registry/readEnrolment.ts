import type { Address, Hex } from '../core/hex'
import type { ContractReader } from './readContract'

/** One enrolment of a key, or one renewal. */
export type Enrolment = {
  /** As in readKey. */
  readonly ref: Hex
  /** What the registrar says that it appraised, by its hash; 32 bytes. */
  readonly evidenceHash: Hex
}

/**
 * Lists how a key came to be enrolled: first, and with each renewal.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @param key - Its address.
 * @returns Oldest first; empty when it was never enrolled.
 */
export async function readEnrolments(
  registry: ContractReader,
  key: Address,
): Promise<readonly Enrolment[]> {
  const { provider, address, abi } = registry
  const topics = abi.encodeFilterTopics('KeyEnrolled', [key])
  const logs = await provider.getLogs({ address, topics, fromBlock: 0 })
  return logs.flatMap((log) => {
    const event = abi.parseLog(log)
    if (event === null) return []
    // As the ABI types them.
    const { ref, evidenceHash } = event.args as unknown as Enrolment
    return [{ ref, evidenceHash }]
  })
}
