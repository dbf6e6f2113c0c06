import { JsonRpcProvider } from 'ethers'

// An endpoint that knows only the newest state: it is asked for a block beyond the chain instead.
export class PrunedProvider extends JsonRpcProvider {
  constructor(url: string) {
    super(url, 31_337, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 })
  }

  override send(method: string, params: readonly unknown[]): Promise<unknown> {
    const isHistoric = method === 'eth_call' && params[1] !== 'latest'
    return super.send(method, isHistoric ? [params[0], '0xffffff'] : [...params])
  }
}
