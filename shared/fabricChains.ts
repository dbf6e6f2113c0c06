import type { ChainSettings } from './chain/chainSettings'
import type { RpcOptions } from './chain/openRpc'
import { openRpc } from './chain/openRpc'
import type { Quorum } from './chain/quorum'

/**
 * Opens the endpoints of a chain.
 *
 * @param chain - As the settings name it.
 * @param limits - Longest answer that is read, and how long to wait; see openRpc when left out.
 * @returns Its endpoints, and how many must agree; nothing is asked yet.
 */
export function quorumOf(chain: ChainSettings, limits: Omit<RpcOptions, 'url'> = {}): Quorum {
  const { chainId, rpcUrls, quorum } = chain
  return {
    chainId,
    rpcs: rpcUrls.map((url) => openRpc({ url, ...limits })),
    needed: quorum,
  }
}
