import type { Address, Hex } from '../core/hex'
import type { ContractReader } from './readContract'
import { answerOf } from './readContract'

/** What a key may be enrolled as. Source: protocol.md, section 7. */
export type KeyRole = 'none' | 'cryplet' | 'enclave' | 'host'

/** A key as the registry holds it. */
export type EnrolledKey = {
  /** `none` for an address that was never enrolled. */
  readonly role: KeyRole
  /** 32 bytes: of a cryplet key the crypletId, of an enclave key the measurementId, of a host key the operatorId. */
  readonly ref: Hex
  /** Unix seconds. */
  readonly notBefore: number
  /** Unix seconds. */
  readonly notAfter: number
  readonly revoked: boolean
}

const ROLES: readonly KeyRole[] = ['none', 'cryplet', 'enclave', 'host']

/**
 * Reads one key.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @param key - Its address.
 * @returns As of the reader's block.
 * @throws NoContractError when there is no registry.
 */
export async function readKey(registry: ContractReader, key: Address): Promise<EnrolledKey> {
  const [found] = await answerOf(registry, 'keys', [key])
  const { role, ref, notBefore, notAfter, revoked } = found as KeyAnswer
  return {
    role: ROLES[Number(role)] ?? 'none',
    ref,
    notBefore: Number(notBefore),
    notAfter: Number(notAfter),
    revoked,
  }
}

// As ethers decodes it.
type KeyAnswer = {
  readonly role: bigint
  readonly ref: Hex
  readonly notBefore: bigint
  readonly notAfter: bigint
  readonly revoked: boolean
}
