import { simulatedEvidence } from '../../shared/attestation/simulatedEvidence'
import type { Hex } from '../../shared/core/hex'
import type { Attester } from './attester'

const NONE: Hex = `0x${'00'.repeat(32)}`

/**
 * Opens what stands where there is no hardware: it vouches for nothing, and says so.
 *
 * @param hostData - keccak256 of the app's bundle.
 * @returns The attester.
 */
export function simulatedAttester(hostData: Hex): Attester {
  const measurement = {
    ...{ teeType: 0, hostData, issuer: NONE, feed: NONE, minSvn: 0n },
    algorithmDigest: NONE,
  }
  return {
    vouch: (claims) =>
      Promise.resolve({ evidence: simulatedEvidence({ hostData, ...claims }), measurement }),
  }
}
