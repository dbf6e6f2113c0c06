import type { Turn } from './lane'

// What any chain takes for it.
const PLAIN_TRANSFER_GAS = 21_000n

/**
 * Tells what a transaction without value to the sender itself needs: on some chains more than 21,000.
 *
 * @param turn - Of its lane.
 * @returns Gas; undefined while the endpoints do not say so alike: with too little of it a nonce would be held for ever.
 */
export async function selfTransferGas(turn: Turn): Promise<bigint | undefined> {
  const { chain, key } = turn
  const { sender } = key
  const [estimate] = await chain.estimateGas([{ from: sender, to: sender, data: '0x' }])
  if (estimate?.ok !== true) return undefined
  return estimate.gas <= PLAIN_TRANSFER_GAS ? PLAIN_TRANSFER_GAS : (estimate.gas * 6n) / 5n
}
