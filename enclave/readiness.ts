import type { Hex } from '../shared/core/hex'
import type { Identity } from './attest'
import { claimsOf } from './attest'

const NOBODYS: Hex = `0x${'00'.repeat(32)}`

/**
 * Opens the door of a container: it stays shut until the container could attest itself once. It is not closed by a sidecar
 * that fails afterwards: keys that are enrolled end by themselves.
 *
 * @param identity - Who attests.
 * @returns Waits for that; AttestationFailedError while it cannot, and each request tries again.
 */
export function openReadiness(identity: Identity): () => Promise<void> {
  let passed: Promise<void> | undefined
  const attempt = async (): Promise<void> => {
    await identity.attester.vouch(claimsOf(identity, NOBODYS), 0)
  }
  return () => {
    passed ??= attempt().catch((error: unknown) => {
      passed = undefined
      throw error
    })
    return passed
  }
}
