import { SIMULATED } from '../envelope/tiers'
import type { SimulatedEvidence } from './evidence'

/**
 * Makes the evidence of an enclave app that runs without hardware.
 *
 * @param parts - What it says of itself.
 * @returns Evidence that every production policy refuses.
 */
export function simulatedEvidence(
  parts: Omit<SimulatedEvidence, 'type' | 'statement'>,
): SimulatedEvidence {
  return { type: 'simulated', statement: SIMULATED, ...parts }
}
