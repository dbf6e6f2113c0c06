import type { SimulatedEvidence } from './evidence'
import { SIMULATED } from './evidence'

/**
 * Makes the evidence of an enclave app that runs without hardware.
 *
 * @param parts - What it says of itself.
 * @returns Evidence that every production policy refuses.
 */
export function simulatedEvidence(
  parts: Pick<SimulatedEvidence, 'hostData' | 'operator' | 'keys' | 'nonce'>,
): SimulatedEvidence {
  const { hostData, operator, keys, nonce } = parts
  return { type: 'simulated', statement: SIMULATED, hostData, operator, keys, nonce }
}
