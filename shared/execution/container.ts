import type { Clock } from '../core/clock'
import type { Address, Hex } from '../core/hex'
import type { Recover } from '../envelope/recover'
import type { Signer } from '../signing/signer'
import type { ReadChain } from '../sources/chainReader'
import type { Network } from '../sources/network'
import { CrypletUnknownError, KeyNotHereError } from './errors'
import type { LoadedCryplet } from './loadCryplets'

/** The tier-1 keys of one Cryplet. */
export type CrypletKeys = {
  /** The newest, which alone signs. */
  readonly signer: Signer
  /** Of all that have come, whose records are accepted: a key may be rotated between observing and executing. */
  readonly addresses: readonly Address[]
}

/** Where Cryplets run: their code and keys, and the world as they may see it. */
export type Container = {
  readonly cryplets: readonly LoadedCryplet[]
  /** Finds what has come of a Cryplet's tier-1 keys, by crypletId. */
  readonly crypletKeys: (crypletId: Hex) => CrypletKeys | undefined
  /** Tier 2. */
  readonly enclaveSigner: Signer
  readonly recover: Recover
  readonly clock: Clock
  readonly network: Network
  /** Chains, as sources may read them. */
  readonly readChain: ReadChain
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
 * Finds a Cryplet's tier-1 keys.
 *
 * @param container - Where they must be.
 * @param cryplet - Whose keys.
 * @returns The keys.
 * @throws KeyNotHereError, retryable, when its publisher has not sent it since the start.
 */
export function requireKeys(container: Container, cryplet: LoadedCryplet): CrypletKeys {
  const keys = container.crypletKeys(cryplet.crypletId)
  if (!keys) throw new KeyNotHereError(cryplet.definition.name)
  return keys
}
