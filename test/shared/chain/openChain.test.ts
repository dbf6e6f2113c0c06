import { localAccount } from '../../../cli/deploy/accounts'
import { openProvider } from '../../../cli/openProvider'
import type { Chain } from '../../../shared/chain/chain'
import { openChain } from '../../../shared/chain/openChain'
import { openRpc } from '../../../shared/chain/openRpc'
import type { Address, Hex } from '../../../shared/core/hex'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'
import type { RpcFault } from '../../support/rpcProxy'
import { faultyRpc } from '../../support/rpcProxy'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const CHAIN_ID = 31_337
const sender = localAccount('sender').address as Address

let anvil: Anvil
let mined: Hex

beforeAll(async () => {
  anvil = await startAnvil()
  const provider = openProvider({ rpcUrl: anvil.url, chainId: CHAIN_ID })
  const wallet = localAccount('sender').connect(provider)
  const sent = await wallet.sendTransaction({ to: sender })
  await sent.wait()
  mined = sent.hash as Hex
  for (let block = 0; block < 5; block++) await provider.send('evm_mine', [])
  provider.destroy()
})

afterAll(() => anvil.stop())

function chainOf(faults: readonly (RpcFault | undefined)[], needed = 2): Chain {
  const real = openRpc({ url: anvil.url })
  const rpcs = faults.map((fault, index) => faultyRpc(real, fault, `endpoint ${String(index)}`))
  return openChain({ chainId: CHAIN_ID, rpcs, needed })
}

const dead = { kind: 'dead' } as const
const silent = { kind: 'silent' } as const
const lagging = { kind: 'lagging', blocks: 4 } as const
const lying = (method: string, lie: (result: unknown) => unknown): RpcFault => ({
  kind: 'lying',
  method,
  lie,
})
const otherHash = lying('eth_getBlockByNumber', (block) => ({
  ...(block as object),
  hash: `0x${'66'.repeat(32)}`,
}))
const otherNonce = lying('eth_getTransactionCount', () => '0x63')
const hidden = lying('eth_getTransactionReceipt', () => null)
const forged = lying('eth_getTransactionReceipt', (receipt) => ({
  ...(receipt as object),
  status: '0x0',
}))

describe('openChain', () => {
  it.each([
    ['one endpoint is dead', dead],
    ['one endpoint never answers', silent],
    ['one endpoint lags behind', lagging],
    ['one endpoint shows another block', otherHash],
    ['one endpoint tells another nonce', otherNonce],
    ['one endpoint hides a receipt', hidden],
    ['one endpoint forges a receipt', forged],
  ])('tells the truth while %s of three', async (_, fault) => {
    for (const order of [
      [fault, undefined, undefined],
      [undefined, undefined, fault],
    ]) {
      const chain = chainOf(order)
      const view = await chain.look(sender)
      expect(view).toMatchObject({ minedNonce: 1 })
      expect(view.balance).toBeGreaterThan(0n)
      const [receipt] = await chain.receipts([mined], view.block)
      expect(receipt).toMatchObject({ succeeded: true, transactionHash: mined, blockNumber: 1 })
    }
  })

  it('stops when the endpoints contradict each other, and names them', async () => {
    const other = lying('eth_getBlockByNumber', (block) => ({
      ...(block as object),
      hash: `0x${'77'.repeat(32)}`,
    }))
    await expect(chainOf([otherHash, other, undefined]).look(sender)).rejects.toMatchObject({
      code: 'CHAIN_DISAGREEMENT',
      retryable: true,
      endpoints: expect.arrayContaining(['endpoint 0', 'endpoint 1', 'endpoint 2']) as unknown,
    })
  })

  it('never falls below its quorum: one of two is not enough', async () => {
    await expect(chainOf([dead, undefined]).look(sender)).rejects.toMatchObject({
      code: 'CHAIN_UNREACHABLE',
      retryable: true,
    })
  })

  it('concludes nothing from a revert that one endpoint alone tells', async () => {
    const call = { from: sender, to: sender, data: '0x' } as const
    expect(await chainOf([undefined, undefined, dead]).simulate([call])).toEqual([
      { status: 'ok', data: '0x' },
    ])
    const wrong = lying('eth_call', () => '0x01')
    expect(await chainOf([undefined, wrong, dead]).simulate([call])).toMatchObject([
      { status: 'undecided' },
    ])
  })

  it('does not take from one endpoint alone what it says beside a hash that is right', async () => {
    const early = lying('eth_getBlockByNumber', (block) => ({
      ...(block as object),
      timestamp: '0x1',
    }))
    const view = await chainOf([undefined, early, undefined]).look(sender)
    expect(view.block.timestamp).toBeGreaterThan(1)
    await expect(chainOf([undefined, early, dead]).look(sender)).rejects.toMatchObject({
      code: 'CHAIN_DISAGREEMENT',
    })
  })

  it('takes an estimate only when enough endpoints give about the same', async () => {
    const call = { from: sender, to: sender, data: '0x' } as const
    const absurd = lying('eth_estimateGas', () => '0xffffffff')
    for (const faults of [
      [absurd, undefined, undefined],
      [undefined, undefined, absurd],
      [undefined, undefined, dead],
    ]) {
      expect(await chainOf(faults).estimateGas([call])).toEqual([{ ok: true, gas: 21_000n }])
    }
    expect(await chainOf([undefined, absurd, dead]).estimateGas([call])).toEqual([
      { ok: false, reason: 'the endpoints say different things', wouldRevert: false },
    ])
  })

  it.each([
    ['enough of them say so', ['execution reverted', 'execution reverted', 'busy'], true],
    ['no block has room for it', ['gas required exceeds allowance (3)', 'reverted', 'busy'], true],
    ['one alone says so', ['execution reverted', 'busy', 'busy'], false],
    ['they are busy', ['busy', 'busy', 'busy'], false],
  ])('says of an estimate whether the call would revert: %s', async (_, messages, wouldRevert) => {
    const rpcs = messages.map((message, index) => ({
      name: `endpoint ${String(index)}`,
      send: async () => [{ ok: false, code: -32000, message, data: undefined } as const],
    }))
    const call = { from: sender, to: sender, data: '0x' } as const
    const chain = openChain({ chainId: CHAIN_ID, rpcs, needed: 2 })
    expect(await chain.estimateGas([call])).toMatchObject([{ ok: false, wouldRevert }])
  })

  it('takes an estimate though one endpoint gives something that is none', async () => {
    const call = { from: sender, to: sender, data: '0x' } as const
    const garbage = lying('eth_estimateGas', () => ({}))
    expect(await chainOf([garbage, undefined, undefined]).estimateGas([call])).toEqual([
      { ok: true, gas: 21_000n },
    ])
  })

  it('gives no receipt of a branch that the agreed block is not on', async () => {
    const chain = chainOf([undefined], 1)
    const { block } = await chain.look(sender)
    const elsewhere = { ...block, number: 1, hash: `0x${'77'.repeat(32)}` } as const
    expect(await chain.receipts([mined], elsewhere)).toEqual([undefined])
  })

  it('calls absent only what enough endpoints do not know that have the block', async () => {
    const { block } = await chainOf([undefined], 1).look(sender)
    const unknown = `0x${'99'.repeat(32)}` as const
    const absent = (faults: readonly (RpcFault | undefined)[], hash: Hex): Promise<boolean> =>
      chainOf(faults).areAbsent([hash], block)
    expect(await absent([undefined, undefined, dead], unknown)).toBe(true)
    expect(await absent([undefined, otherHash, dead], unknown)).toBe(false)
    expect(await absent([hidden, undefined, undefined], mined)).toBe(false)
    expect(await absent([hidden, otherHash, undefined], mined)).toBe(false)
  })

  it('gives a receipt of a later block as well, for whoever asks to judge', async () => {
    const chain = chainOf([undefined], 1)
    const { block } = await chain.look(sender)
    const before = { ...block, number: 0 }
    expect(await chain.receipts([mined], before)).toMatchObject([{ blockNumber: 1 }])
  })

  it('says of a transaction what a node says, in words that a lane can act on', async () => {
    const chain = chainOf([undefined, dead, undefined])
    const old = await localAccount('sender').signTransaction({
      ...{ chainId: CHAIN_ID, nonce: 0, to: sender, gasLimit: 21_000 },
      ...{ maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n, type: 2 },
    })
    expect(await chain.broadcast([old as Hex])).toMatchObject([{ status: 'nonceTooLow' }])
    expect(await chain.holds([mined, `0x${'11'.repeat(32)}`])).toEqual([true, false])
  })

  it('does not believe one endpoint that a transaction waits, which the others have dropped', async () => {
    const dropped = `0x${'11'.repeat(32)}` as const
    const keeps = lying('eth_getTransactionByHash', () => ({ hash: dropped }))
    expect(await chainOf([keeps, undefined, undefined]).holds([dropped])).toEqual([false])
    // In whatever order they answer.
    for (const order of [
      [keeps, keeps, undefined],
      [undefined, keeps, keeps],
      [keeps, undefined, keeps],
    ])
      expect(await chainOf(order).holds([dropped])).toEqual([true])
  })

  it('asks for what a node does where nobody has paid a tip lately', async () => {
    const quiet = lying('eth_feeHistory', () => ({ reward: [['0x0'], ['0x0']] }))
    const gasPrice = lying('eth_gasPrice', () => '0x12a05f200')
    const real = openRpc({ url: anvil.url })
    const rpcs = ['one', 'other'].map((name) =>
      faultyRpc(faultyRpc(real, quiet, name), gasPrice, name),
    )
    const { fees, block } = await openChain({ chainId: CHAIN_ID, rpcs, needed: 2 }).look(sender)
    expect(fees).toMatchObject({
      maxPriorityFeePerGas: 5_000_000_000n - (block.baseFeePerGas ?? 0n),
    })
  })
})
