import type { Turn } from './lane'

const PLAIN_TRANSFER_GAS = 21_000n

/**
 * Tells what a transaction without value to the sender itself needs: on some chains more than 21,000.
 *
 * @param turn - Of its lane.
 * @returns Gas.
 */
export async function selfTransferGas(turn: Turn): Promise<bigint> {
  const { chain, key } = turn
  const { sender } = key
  const [estimate] = await chain.estimateGas([{ from: sender, to: sender, data: '0x' }])
  if (estimate?.ok !== true || estimate.gas <= PLAIN_TRANSFER_GAS) return PLAIN_TRANSFER_GAS
  return (estimate.gas * 6n) / 5n
}
