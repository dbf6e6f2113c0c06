import { ZeroAddress } from 'ethers'
import type { Address, Hex } from '../core/hex'
import type { TrustQuestion } from './checkTrust'
import { registryAbi } from './registryAbi'

/**
 * Encodes the call by which a registry caches its verdict, for anyone to send.
 *
 * @param registry - Its address.
 * @param question - As it is asked.
 * @returns To whom, with which data.
 */
export function encodeWarm(
  registry: Address,
  question: TrustQuestion,
): { readonly to: Address; readonly data: Hex } {
  const { crypletId, codeHash, cryplet, enclave = ZeroAddress, host = ZeroAddress } = question
  const args = [crypletId, codeHash, cryplet, enclave, host]
  return { to: registry, data: registryAbi.encodeFunctionData('warm', args) as Hex }
}
