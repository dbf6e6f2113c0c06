import type { JsonRpcProvider } from 'ethers'
import { FabricError } from '../shared/core/errors'
import { faultOf } from './faultOf'
import { openProvider } from './openProvider'

/** A JSON-RPC endpoint that does not answer, or not as one. */
export class RpcUnreachableError extends FabricError {
  override readonly name = 'RpcUnreachableError'
  readonly code = 'RPC_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly url: string,
    readonly fault: string,
  ) {
    super(
      `${originOf(url)} does not answer as a JSON-RPC endpoint: ${fault}. Name one with --rpc URL.`,
    )
  }
}

const LIMIT_IN_MS = 10_000

/**
 * Opens an endpoint whose chain is not known beforehand.
 *
 * The chain is asked for here and once: a provider that finds it out by itself would ask for ever where nothing answers.
 *
 * @param url - With http or https.
 * @returns The provider; destroy it.
 * @throws RpcUnreachableError
 */
export async function openRpc(url: string): Promise<JsonRpcProvider> {
  if (!URL.canParse(url)) throw new RpcUnreachableError(url, 'it is no URL')
  return openProvider({ rpcUrl: url, chainId: await askChainId(url) })
}

async function askChainId(url: string): Promise<number> {
  const answer = await ask(url)
  const isObject = typeof answer === 'object' && answer !== null
  const result = isObject && 'result' in answer ? answer.result : undefined
  if (typeof result === 'string' && /^0x[0-9a-fA-F]{1,12}$/.test(result)) return Number(result)
  throw new RpcUnreachableError(url, 'it names no chain')
}

async function ask(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}',
      signal: AbortSignal.timeout(LIMIT_IN_MS),
    })
    return await response.json()
  } catch (error) {
    throw new RpcUnreachableError(url, faultOf(error))
  }
}

// Path and query of an endpoint often hold a key.
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'The endpoint'
}
