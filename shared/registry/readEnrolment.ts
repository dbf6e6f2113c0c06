import type { Address, Hex } from '../core/hex'
import type { ContractReader } from './readContract'

/** How a key came to be enrolled last. */
export type Enrolment = {
  /** As in readKey. */
  readonly ref: Hex
  /** What the registrar says that it appraised, by its hash; 32 bytes. */
  readonly evidenceHash: Hex
}

/**
 * Finds the log of a key's last enrolment.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @param key - Its address.
 * @returns Undefined when it was never enrolled.
 */
export async function readEnrolment(
  registry: ContractReader,
  key: Address,
): Promise<Enrolment | undefined> {
  const { provider, address, abi } = registry
  const topics = abi.encodeFilterTopics('KeyEnrolled', [key])
  const newest = (await provider.getLogs({ address, topics, fromBlock: 0 })).at(-1)
  const event = newest && abi.parseLog(newest)
  if (!event) return undefined
  return {
    ref: String(event.args['ref']) as Hex,
    evidenceHash: String(event.args['evidenceHash']) as Hex,
  }
}
