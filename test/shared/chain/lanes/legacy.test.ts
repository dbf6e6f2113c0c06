import type { Chain } from '../../../../shared/chain/chain'
import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { openChain } from '../../../../shared/chain/openChain'
import { openRpc } from '../../../../shared/chain/openRpc'
import type { Rpc } from '../../../../shared/chain/rpc'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed
let chain: Chain

beforeAll(async () => {
  bed = await startLaneBed()
  const rpcs = [beforeLondon(openRpc({ url: bed.chainUrl }))]
  chain = openChain({ rpcs, needed: 1, chainId: bed.lane.key.chainId })
})

afterAll(() => bed.stop())

// A node of a chain without EIP-1559: its blocks have no base fee, it knows no history of fees, and it takes no
// transaction of a type.
function beforeLondon(rpc: Rpc): Rpc {
  return {
    name: rpc.name,
    send: async (calls) =>
      (await rpc.send(calls)).map((reply, index) => {
        const { method, params = [] } = calls[index] ?? {}
        if (method === 'eth_feeHistory') {
          return { ok: false, code: -32_601, message: 'the method does not exist', data: undefined }
        }
        if (method === 'eth_sendRawTransaction' && String(params[0]).startsWith('0x02')) {
          return {
            ok: false,
            code: -32_000,
            message: 'transaction type not supported',
            data: undefined,
          }
        }
        if (method !== 'eth_getBlockByNumber' || !reply.ok) return reply
        return { ok: true, result: { ...(reply.result as object), baseFeePerGas: undefined } }
      }),
  }
}

// More than the lane offers at first: what the nodes of such a chain keep waiting.
const DEAR = `0x${(100n * 10n ** 9n).toString(16)}`

describe('a lane of a chain that has gas prices', () => {
  it('delivers by transactions without a type, and replaces one that others outbid by a dearer one', async () => {
    const { provider } = bed.fixture
    const submitted = await bed.submit()
    await provider.send('evm_setAutomine', [false])
    try {
      await drainLane({ ...bed.lane, chain })
      const first = await bed.rowOf(submitted)
      expect(first).toMatchObject({
        state: 'signed',
        attempts: [{ price: { gasPrice: expect.stringMatching(/^\d+$/) as string } }],
      })
      for (let block = 0; block < 4; block++) {
        await provider.send('anvil_setNextBlockBaseFeePerGas', [DEAR])
        await bed.mine()
        await drainLane({ ...bed.lane, chain })
      }
      const row = await bed.rowOf(submitted)
      if (row?.state !== 'signed') throw new Error('it is not in flight any more')
      const prices = row.attempts.map(({ price }) =>
        BigInt('gasPrice' in price ? price.gasPrice : 0),
      )
      expect(prices.length).toBeGreaterThan(1)
      for (const [index, price] of prices.slice(1).entries()) {
        expect(price * 1000n).toBeGreaterThanOrEqual((prices[index] ?? 0n) * 1125n)
      }
    } finally {
      await provider.send('evm_setAutomine', [true])
    }
    await bed.mine()
    await bed.drain({ chain })
    const end = await bed.endOf(submitted)
    expect(end).toMatchObject({ outcome: 'applied' })
    expect((await provider.getTransaction(end?.transaction ?? ''))?.type).toBe(0)
  })
})
