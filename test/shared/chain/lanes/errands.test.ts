import type { Chain } from '../../../../shared/chain/chain'
import { EPOCH_CALL } from '../../../../shared/chain/lanes/gasLimits'
import type { Errand } from '../../../../shared/chain/lanes/operator'
import { openChain } from '../../../../shared/chain/openChain'
import { openRpc } from '../../../../shared/chain/openRpc'
import type { Hex } from '../../../../shared/core/hex'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'
import type { RpcFault } from '../../../support/rpcProxy'
import { faultyRpc } from '../../../support/rpcProxy'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

/** `owner()` of the registry. */
const OWNER_CALL: Hex = '0x8da5cb5b'

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

// Any call that succeeds.
async function ask(count: number, data: Hex = EPOCH_CALL): Promise<Errand> {
  const { journal, key, registry: to } = bed.lane
  const errand = { id: `0x${String(count).padStart(64, '0')}`, to, data } as const
  await journal.instruct(key, { errand }, errand.id)
  return errand
}

async function waiting(): Promise<readonly Hex[]> {
  const { control } = await bed.lane.journal.read(bed.lane.key)
  return [...control.errands.keys()]
}

const sent = (): Promise<number> => bed.fixture.provider.getTransactionCount(bed.lane.key.sender)

// Two of three must agree; the third is down.
function contradicting(): Chain {
  const real = openRpc({ url: bed.chainUrl })
  const absurd = { kind: 'lying', method: 'eth_estimateGas', lie: () => '0xffffffff' } as const
  const faults: readonly (RpcFault | undefined)[] = [undefined, absurd, { kind: 'dead' }]
  const rpcs = faults.map((fault, index) => faultyRpc(real, fault, `endpoint ${String(index)}`))
  return openChain({ rpcs, needed: 2, chainId: bed.lane.key.chainId })
}

describe('runErrands', () => {
  it('keeps an errand whose gas the endpoints cannot agree on, and signs it when they do', async () => {
    const before = await sent()
    const errand = await ask(1)
    await bed.drain({ chain: contradicting() })
    expect([await sent(), await waiting()]).toEqual([before, [errand.id]])
    await bed.drain()
    expect([await sent(), await waiting()]).toEqual([before + 1, []])
  })

  it('lets deliveries go on, and what is asked after it, while it waits for that', async () => {
    const before = await sent()
    const stuck = await ask(2)
    await ask(3, OWNER_CALL)
    const submitted = await bed.submit()
    const { chain } = bed.lane
    const undecided = { ok: false, reason: 'busy', wouldRevert: false } as const
    const estimateGas: Chain['estimateGas'] = async (calls) => {
      const estimates = await chain.estimateGas(calls)
      return calls.map(({ data }, index) =>
        data === stuck.data ? undecided : (estimates[index] ?? undecided),
      )
    }
    await bed.drain({ chain: { ...chain, estimateGas }, inFlight: 1 })
    expect([await sent(), await waiting()]).toEqual([before + 2, [stuck.id]])
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    await bed.drain()
    expect(await waiting()).toEqual([])
  })

  it('drops an errand that enough endpoints say would revert', async () => {
    const before = await sent()
    await ask(4, '0x12345678')
    await bed.drain()
    expect([await sent(), await waiting()]).toEqual([before, []])
    expect(bed.log.lines.join('\n')).toContain('an errand would fail, and is dropped')
  })
})
