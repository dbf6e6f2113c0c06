import type { Clock } from '../core/clock'
import type { Hex } from '../core/hex'
import type { Recover } from '../envelope/recover'
import type { Signer } from '../signing/signer'
import type { Network } from '../sources/network'
import { CrypletUnknownError, KeyNotHereError } from './errors'
import type { LoadedCryplet } from './loadCryplets'

/** Where Cryplets run: their code and keys, and the world as they may see it. */
export type Container = {
  readonly cryplets: readonly LoadedCryplet[]
  /** Finds a tier-1 key, by crypletId. */
  readonly crypletSigner: (crypletId: Hex) => Signer | undefined
  /** Tier 2. */
  readonly enclaveSigner: Signer
  readonly recover: Recover
  readonly clock: Clock
  readonly network: Network
}

/**
 * Finds a Cryplet.
 *
 * @param container - Where it must be.
 * @param name - As in `marketClose`.
 * @returns The Cryplet.
 * @throws CrypletUnknownError when it is not built in.
 */
export function requireCryplet(
  container: Pick<Container, 'cryplets'>,
  name: string,
): LoadedCryplet {
  const found = container.cryplets.find(({ definition }) => definition.name === name)
  if (found) return found
  const known = container.cryplets.map(({ definition }) => definition.name)
  throw new CrypletUnknownError(name, known)
}

/**
 * Finds a Cryplet's tier-1 key.
 *
 * @param container - Where it must be.
 * @param cryplet - Whose key.
 * @returns The key.
 * @throws KeyNotHereError, retryable, when its publisher has not sent it since the start.
 */
export function requireSigner(container: Container, cryplet: LoadedCryplet): Signer {
  const signer = container.crypletSigner(cryplet.crypletId)
  if (!signer) throw new KeyNotHereError(cryplet.definition.name)
  return signer
}
