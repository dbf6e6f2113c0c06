import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from 'ethers'
import { JsonRpcApiProvider } from 'ethers'
import { parseCount } from './parseAnswers'
import type { Quorum } from './quorum'
import { agree, askAll } from './quorum'
import { callReplyOf, keyOfCallReply } from './replies'
import { requireResult } from './requireResult'

/**
 * Reads contracts through several endpoints: what enough of them answer alike is the answer, a revert included.
 *
 * Questions about `latest` are asked about the highest block that enough of them have, since no two are ahead alike.
 * Each throws ChainUnreachableError when too few answer, ChainDisagreementError when they contradict each other.
 */
export class QuorumProvider extends JsonRpcApiProvider {
  constructor(private readonly quorum: Quorum) {
    super(quorum.chainId, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 })
  }

  // As ethers' own provider does: it holds everything back until it is started.
  override async send(
    method: string,
    params: readonly unknown[] | Record<string, unknown>,
  ): Promise<unknown> {
    this._start()
    return super.send(method, params as unknown[])
  }

  override async _send(
    payload: JsonRpcPayload | JsonRpcPayload[],
  ): Promise<(JsonRpcResult | JsonRpcError)[]> {
    const asked = Array.isArray(payload) ? payload : [payload]
    return Promise.all(asked.map((each) => this.ask(each)))
  }

  private async ask({ id, method, params }: JsonRpcPayload): Promise<JsonRpcResult | JsonRpcError> {
    const pinned = await this.pin(Array.isArray(params) ? params : [])
    const reply = await agree(this.quorum, {
      what: method,
      ask: async (rpc) => callReplyOf(rpc, (await rpc.send([{ method, params: pinned }]))[0]),
      keyOf: keyOfCallReply,
    })
    if (reply.ok) return { id, result: reply.result }
    const { code, message, data } = reply
    return { id, error: { code, message, data } }
  }

  private async pin(params: readonly unknown[]): Promise<readonly unknown[]> {
    if (!params.includes('latest')) return params
    const { needed } = this.quorum
    const call = { method: 'eth_blockNumber', params: [] }
    const heights = await askAll(this.quorum, {
      what: call.method,
      ask: async (rpc) => parseCount(requireResult(rpc, (await rpc.send([call]))[0])),
      isEnough: () => true,
    })
    const sorted = heights.map(({ value }) => value).sort((a, b) => b - a)
    const height = `0x${(sorted[needed - 1] ?? 0).toString(16)}`
    return params.map((each) => (each === 'latest' ? height : each))
  }
}
