import type { JsonRpcProvider } from 'ethers'
import type { Address } from '../shared/core/hex'

/** Takes a bytes32, writes fresh slots, and logs it as its only topic. */
export const PLAIN_CALLBACK: Address = '0x00000000000000000000000000000000000Ca11b'

// Of 22,100 gas each: together what the fabric's delivery costs.
const SLOTS = 3

/**
 * Puts a contract on a development chain that anybody may answer, without seals.
 *
 * @param provider - Of the chain.
 */
export async function placePlainCallback(provider: JsonRpcProvider): Promise<void> {
  const writes = Array.from({ length: SLOTS }, (_, slot) => {
    const offset = slot.toString(16).padStart(2, '0')
    return `60018160${offset}0155` // sstore(id + slot, 1)
  })
  const code = `0x600035${writes.join('')}60006000a100` // calldataload(0), …, log1(0, 0, id)
  await provider.send('anvil_setCode', [PLAIN_CALLBACK, code])
}
