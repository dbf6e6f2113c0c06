import { streamId } from '../../../../shared/chain/events/stream'
import { newStreamState } from '../../../../shared/chain/events/streamWork'
import type { Rpc } from '../../../../shared/chain/rpc'
import type { EventBed } from '../../../support/eventBed'
import { startEventBed } from '../../../support/eventBed'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

describe('a stream through reorganisations', () => {
  it('tells each consumer what it must know at its depth, and no more', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream)
    const instant = bed.consumer(stream, 'instant', 'instant')
    const deep = bed.consumer(stream, 3, 'deep')
    for (let block = 0; block < 3; block++) await bed.emit()
    await pump()
    await instant.take()
    await deep.take()
    await bed.provider.send('anvil_reorg', [2, []])
    await bed.emit()
    await bed.mine(3)
    await pump()
    await instant.take()
    await deep.take()
    expect(instant.happened.map(({ kind }) => kind)).toEqual([
      'observed',
      'observed',
      'observed',
      'retracted',
      'retracted',
      'observed',
    ])
    expect(deep.happened.map(({ kind }) => kind)).toEqual(['observed', 'observed'])
    for (const consumer of [instant, deep]) {
      expect(consumer.held()).toEqual(await bed.canonical(stream))
    }
  })

  it('retracts the newest block first', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream)
    for (let block = 0; block < 3; block++) await bed.emit()
    await pump()
    const consumer = bed.consumer(stream, 'instant')
    const told = (await consumer.take()).map(({ event }) => event.blockNumber)
    await bed.provider.send('anvil_reorg', [3, []])
    await bed.mine()
    await pump()
    const retracted = (await consumer.take()).map(({ event }) => event.blockNumber)
    expect(retracted).toEqual([...told].reverse())
  })

  it('tells a block again that comes back, with a higher generation', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream)
    const consumer = bed.consumer(stream, 'instant')
    const now = (await bed.provider.getBlock('latest'))?.timestamp ?? 0
    const snapshot: unknown = await bed.provider.send('evm_snapshot', [])
    const build = async (count: number, more: number): Promise<void> => {
      // What makes the block the same one when it is built again.
      await bed.provider.send('evm_setNextBlockTimestamp', [now + 100])
      await bed.provider.send('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00'])
      await bed.emit({ count })
      await bed.mine(more)
      await pump()
      await consumer.take()
    }
    await build(1, 0)
    await bed.provider.send('evm_revert', [snapshot])
    const again: unknown = await bed.provider.send('evm_snapshot', [])
    await build(2, 1)
    await bed.provider.send('evm_revert', [again])
    await build(1, 2)
    const [first, back] = consumer.happened.filter(
      ({ kind, event }) =>
        kind === 'observed' && event.blockHash === consumer.happened[0]?.event.blockHash,
    )
    expect(back?.event).toEqual({ ...first?.event, generation: 1 })
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  it('undoes 60 blocks', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream)
    const consumer = bed.consumer(stream, 'instant')
    await bed.mine(1)
    await pump()
    // Within what is not final on this chain, and one event in each block.
    for (let block = 0; block < 60; block++) await bed.emit()
    await pump()
    await consumer.take()
    await bed.provider.send('anvil_reorg', [60, []])
    await bed.emit()
    await pump()
    await consumer.take()
    expect(consumer.happened.filter(({ kind }) => kind === 'retracted')).toHaveLength(60)
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  }, 30_000)

  it('stands still, and says so, when the chain changes below what was final', async () => {
    const stream = await bed.newStream()
    const state = newStreamState()
    await bed.mine(20)
    await bed.emit()
    await bed.mine(90)
    await bed.pump(stream, { state })()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    await bed.provider.send('anvil_reorg', [100, []])
    await bed.mine()
    await expect(bed.pump(stream, { state })()).rejects.toMatchObject({
      code: 'CHAIN_FORK_TOO_DEEP',
    })
    expect(await consumer.take()).toEqual([])
    const stored = await bed.journal.read(streamId(stream))
    expect(stored?.cursor.counts.undone).toBe(0)
  })

  it('follows what gave way to a block that is final by the time it looks again', async () => {
    const stream = await bed.newStream()
    const state = newStreamState()
    await bed.emit()
    await bed.pump(stream, { state })()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    await bed.provider.send('anvil_reorg', [1, []])
    await bed.emit({ count: 2 })
    // As of a chain that finalises at once.
    const final: Rpc = {
      name: 'final',
      send: (calls) =>
        bed.rpc.send(
          calls.map(({ method, params }) => ({
            method,
            params: params.map((param) => (param === 'finalized' ? 'latest' : param)),
          })),
        ),
    }
    expect(await bed.pump(stream, { state, rpcs: [final] })()).toBe('atHead')
    await consumer.take()
    expect(consumer.happened.filter(({ kind }) => kind === 'retracted')).toHaveLength(1)
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    // What it has read as final may not change.
    await bed.provider.send('anvil_reorg', [1, []])
    await bed.mine()
    await expect(bed.pump(stream, { state, rpcs: [final] })()).rejects.toMatchObject({
      code: 'CHAIN_FORK_TOO_DEEP',
    })
    expect((await bed.journal.read(streamId(stream)))?.cursor.counts.undone).toBe(1)
  })
})
