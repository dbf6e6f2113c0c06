import { FetchRequest, JsonRpcProvider } from 'ethers'

/** One endpoint of a chain. */
export type Endpoint = {
  readonly rpcUrl: string
  readonly chainId: number
}

// ethers would wait five minutes.
const TIMEOUT_IN_MS = 15_000

/**
 * Opens an endpoint with settings that ethers does not have by itself: it would ask for the chain's id before each call,
 * hold calls back to batch them, and answer a nonce from before the last send out of its cache (ethers-io/ethers.js#5165).
 *
 * @param endpoint - Where, and which chain must answer there.
 * @returns The provider; nothing is asked yet.
 */
export function openProvider(endpoint: Endpoint): JsonRpcProvider {
  const request = new FetchRequest(endpoint.rpcUrl)
  request.timeout = TIMEOUT_IN_MS
  return new JsonRpcProvider(request, endpoint.chainId, {
    staticNetwork: true,
    batchMaxCount: 1,
    cacheTimeout: -1,
  })
}
