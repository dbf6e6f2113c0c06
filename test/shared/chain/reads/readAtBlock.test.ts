import { openRpc } from '../../../../shared/chain/openRpc'
import type { Read, ReadResult } from '../../../../shared/chain/reads/readAtBlock'
import { readAtBlock } from '../../../../shared/chain/reads/readAtBlock'
import type { Hex } from '../../../../shared/core/hex'
import type { Anvil } from '../../../support/foundry'
import { startAnvil } from '../../../support/foundry'
import type { Oracle } from '../../../support/oracle'
import { layOracle, WORD } from '../../../support/oracle'
import type { RpcFault } from '../../../support/rpcProxy'
import { faultyRpc } from '../../../support/rpcProxy'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const START = 1_795_000_000
const CHAIN_ID = 31_337

let anvil: Anvil
let oracle: Oracle

// Block n says n, ten seconds after the one before it; there are twenty.
beforeAll(async () => {
  anvil = await startAnvil(['--timestamp', String(START)])
  oracle = await layOracle(anvil.url)
  for (let n = 1; n <= 20; n += 1) await oracle.say(BigInt(n), START + n * 10)
})

afterAll(async () => {
  oracle.provider.destroy()
  await anvil.stop()
})

function read(
  changes: Partial<Pick<Read, 'depth' | 'notAfter' | 'to'>> & { readonly slot?: Hex },
  faults: readonly (RpcFault | undefined)[] = [undefined],
  chainId = CHAIN_ID,
): Promise<ReadResult> {
  const real = openRpc({ url: anvil.url })
  const rpcs = faults.map((fault, index) => faultyRpc(real, fault, `endpoint ${String(index)}`))
  const needed = Math.floor(faults.length / 2) + 1
  const question = { to: oracle.address, depth: 0, data: '0x', ...changes } as Read
  return readAtBlock({ chainId, rpcs, needed }, question)
}

const forging: RpcFault = {
  ...{ kind: 'lying', method: 'eth_call' },
  lie: () => `0x${'ff'.repeat(32)}`,
}
const otherBlock: RpcFault = {
  ...{ kind: 'lying', method: 'eth_getBlockByNumber' },
  lie: (block) => ({ ...(block as object), hash: `0x${'ab'.repeat(32)}` }),
}
const otherChain: RpcFault = { kind: 'lying', method: 'eth_chainId', lie: () => '0x1' }
const dead: RpcFault = { kind: 'dead' }
const lagging: RpcFault = { kind: 'lagging', blocks: 3 }

describe('readAtBlock', () => {
  it('reads at the head, and tells number, hash and time of the block', async () => {
    const block = await oracle.provider.getBlock(20)
    expect(await read({})).toEqual({
      blockNumber: 20,
      blockHash: block?.hash,
      timestamp: START + 200,
      result: `0x${'14'.padStart(64, '0')}`,
    })
  })

  it.each([
    ['exactly the time of a block', START + 70, 7],
    ['between two', START + 79, 7],
    ['one second before a block', START + 69, 6],
    ['long ago', START + 10, 1],
    ['after the head', START + 1000, 20],
  ])('takes the last block at or before a time: %s', async (_, notAfter, block) => {
    const found = await read({ notAfter })
    expect([found.blockNumber, Number(found.result)]).toEqual([block, block])
  })

  it('takes only blocks that lie deep enough', async () => {
    expect((await read({ depth: 5 })).blockNumber).toBe(15)
    expect((await read({ depth: 5, notAfter: START + 190 })).blockNumber).toBe(15)
    expect((await read({ depth: 5, notAfter: START + 120 })).blockNumber).toBe(12)
    expect((await read({ depth: 100 })).blockNumber).toBe(0)
  })

  it.each(['safe', 'finalized'] as const)('asks the chain what is %s', async (depth) => {
    const block = await oracle.provider.getBlock(depth)
    expect((await read({ depth })).blockNumber).toBe(block?.number)
  })

  it('reads the word of a storage', async () => {
    const found = await read({ slot: WORD, notAfter: START + 40, ...{ data: undefined } })
    expect(Number(found.result)).toBe(4)
  })

  it('gives nothing where no contract lies, whose words would all be zero', async () => {
    const to = '0x00000000000000000000000000000000000000EE'
    expect((await read({ to })).result).toBeUndefined()
    expect((await read({ to, slot: WORD })).result).toBeUndefined()
  })

  it.each([
    ['dead', dead],
    ['forging what a call returns', forging],
    ['of another block', otherBlock],
    ['of another chain', otherChain],
  ])('is right though one endpoint of three is %s', async (_, fault) => {
    const honest = await read({ notAfter: START + 75 })
    expect(await read({ notAfter: START + 75 }, [fault, undefined, undefined])).toEqual(honest)
  })

  it('reads no older block because one endpoint of three lags', async () => {
    expect((await read({}, [lagging, undefined, undefined])).blockNumber).toBe(20)
  })

  it('believes neither of two that contradict each other', async () => {
    await expect(read({}, [undefined, forging])).rejects.toMatchObject({
      code: 'CHAIN_DISAGREEMENT',
    })
    await expect(read({}, [undefined, otherBlock])).rejects.toMatchObject({
      code: 'CHAIN_DISAGREEMENT',
    })
  })

  it('asks no contract of another chain', async () => {
    await expect(read({}, [undefined], 1)).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  })
})
