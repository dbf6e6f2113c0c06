import { ZeroAddress } from 'ethers'
import type { Address, Hex } from '../core/hex'
import type { ContractReader, Revert } from './readContract'
import { readContract } from './readContract'

/** The one question that the registry answers. */
export type TrustQuestion = {
  readonly crypletId: Hex
  readonly codeHash: Hex
  /** Signer of tier 1. */
  readonly cryplet: Address
  /** Signer of tier 2; left out when the policy asks for none. */
  readonly enclave?: Address | undefined
  /** Signer of tier 3; left out when the policy asks for none. */
  readonly host?: Address | undefined
}

/** Its answer; a refusal is an answer, not an error. */
export type TrustAnswer =
  | {
      readonly trusted: true
      /** Unix seconds: the earliest end of what it rests on. */
      readonly validUntil: number
    }
  | { readonly trusted: false; readonly revert: Revert }

/**
 * Asks the registry whether these keys may seal this Cryplet's claims by this code.
 *
 * @param registry - The TrustRegistry, with `registryAbi`.
 * @param question - Who sealed what.
 * @returns Its verdict as of the reader's block.
 * @throws NoContractError when there is no registry.
 */
export async function checkTrust(
  registry: ContractReader,
  question: TrustQuestion,
): Promise<TrustAnswer> {
  const { crypletId, codeHash, cryplet, enclave = ZeroAddress, host = ZeroAddress } = question
  const args = [crypletId, codeHash, cryplet, enclave, host]
  const reading = await readContract(registry, 'check', args)
  if (reading.status === 'reverted') return { trusted: false, revert: reading.revert }
  return { trusted: true, validUntil: Number(reading.values[0]) }
}
