import type { ChainSettings } from './chain/chainSettings'
import { openRpc } from './chain/openRpc'
import type { Quorum } from './chain/quorum'

/**
 * Opens the endpoints of a chain.
 *
 * @param chain - As the settings name it.
 * @param mostBytes - Longest answer that is read; see openRpc when left out.
 * @returns Its endpoints, and how many must agree; nothing is asked yet.
 */
export function quorumOf(chain: ChainSettings, mostBytes?: number): Quorum {
  const { chainId, rpcUrls, quorum } = chain
  return {
    chainId,
    rpcs: rpcUrls.map((url) => openRpc({ url, ...(mostBytes !== undefined && { mostBytes }) })),
    needed: quorum,
  }
}
