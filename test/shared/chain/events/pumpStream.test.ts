import { id } from 'ethers'
import type { Hex } from '../../../../shared/core/hex'
import type { EventBed } from '../../../support/eventBed'
import { EMITTER_ADDRESS, OTHER_ADDRESS, startEventBed } from '../../../support/eventBed'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

describe('pumpStream', () => {
  it('tells each event once, in the order of the chain, and nothing of others', async () => {
    const stream = await bed.newStream()
    await bed.emit({ count: 3 })
    await bed.emit({ by: OTHER_ADDRESS })
    await bed.emit({ topic: id('Other()') as Hex })
    await bed.emit({ by: EMITTER_ADDRESS, count: 2 })
    const pump = bed.pump(stream)
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.happened.map(({ kind }) => kind)).toEqual(Array(5).fill('observed'))
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect(await pump()).toBe('atHead')
    expect(await consumer.take()).toEqual([])
  })

  it.each([1, 2, 5])('takes back what a reorganisation of %i blocks undoes', async (depth) => {
    const stream = await bed.newStream()
    for (let count = 0; count < 6; count++) await bed.emit({ count: 2 })
    const pump = bed.pump(stream)
    await pump()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    await bed.provider.send('anvil_reorg', [depth, []])
    await bed.emit()
    await pump()
    const after = await consumer.take()
    expect(after.filter(({ kind }) => kind === 'retracted')).toHaveLength(2 * depth)
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })
})
