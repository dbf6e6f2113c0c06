import { noteFault } from '../../../../shared/chain/events/noteFault'
import { streamId } from '../../../../shared/chain/events/stream'
import { newStreamState } from '../../../../shared/chain/events/streamWork'
import type { Rpc } from '../../../../shared/chain/rpc'
import type { EventBed } from '../../../support/eventBed'
import { startEventBed } from '../../../support/eventBed'
import { faultyRpc } from '../../../support/rpcProxy'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

type Receipt = { readonly logs: readonly object[] }

const receipts = 'eth_getBlockReceipts'

const lying = (method: string, lie: (result: unknown) => unknown, name = 'liar'): Rpc =>
  faultyRpc(bed.rpc, { kind: 'lying', method, lie }, name)

const lagging = (blocks: number): Rpc => faultyRpc(bed.rpc, { kind: 'lagging', blocks }, 'laggard')

// Without its last log, as from an index that is not complete.
const withoutLastLog = (result: unknown): unknown =>
  (result as readonly Receipt[]).map((receipt) => ({ ...receipt, logs: receipt.logs.slice(0, -1) }))

// An endpoint that has no such method.
function lacking(method: string, name = 'old'): Rpc {
  return {
    name,
    send: async (calls) =>
      (await bed.rpc.send(calls)).map((reply, index) =>
        calls[index]?.method === method
          ? {
              ok: false,
              code: -32_601,
              message: `the method ${method} does not exist`,
              data: undefined,
            }
          : reply,
      ),
  }
}

async function cursorOf(stream: Parameters<typeof streamId>[0]) {
  return (await bed.journal.read(streamId(stream)))?.cursor
}

describe('a stream whose endpoints omit', () => {
  it('does not go past a block that is shown with too few logs, counts it, and goes on when it is whole', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    let isOmitting = true
    const lie = (result: unknown): unknown => (isOmitting ? withoutLastLog(result) : result)
    const state = newStreamState()
    const pump = bed.pump(stream, { rpcs: [lying(receipts, lie)], state })
    await expect(pump()).rejects.toMatchObject({ code: 'CHAIN_BLOCK_INCOMPLETE' })
    await noteFault({ journal: bed.journal, stream, state }, new Error('x'), 7)
    expect(await cursorOf(stream)).toMatchObject({
      number: stream.fromBlock - 1,
      fault: { sinceInMs: 7 },
      counts: { mismatches: 1, faults: 1 },
    })
    isOmitting = false
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect((await cursorOf(stream))?.fault).toBeUndefined()
  })

  it.each([
    ['nothing for a block that it has not seen', () => null],
    ['an empty list', () => []],
    ['too few logs', withoutLastLog],
    [
      'logs of other transactions',
      (result: unknown) =>
        (result as readonly object[]).map((receipt) => ({
          ...receipt,
          transactionHash: `0x${'11'.repeat(32)}`,
        })),
    ],
    ['what is no receipt', () => [{}]],
  ])('asks the next endpoint when one gives %s', async (_, lie) => {
    const stream = await bed.newStream()
    await bed.emit({ count: 2 })
    const pump = bed.pump(stream, { rpcs: [lying(receipts, lie), bed.rpc] })
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect(await cursorOf(stream)).toMatchObject({
      counts: { mismatches: 1 },
      completeness: 'receipts',
    })
  })

  it('loses nothing of a long time in which one answer of seven lacks a log', async () => {
    const stream = await bed.newStream()
    let answers = 0
    const lie = (result: unknown): unknown =>
      answers++ % 7 === 3 ? withoutLastLog(result) : result
    for (let block = 0; block < 30; block++) await bed.emit({ count: 1 + (block % 3) })
    const pump = bed.pump(stream, { rpcs: [lying(receipts, lie)] })
    for (let slice = 0; slice < 20; slice++) await pump().catch(() => 'faulty')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect((await cursorOf(stream))?.counts.mismatches).toBeGreaterThan(0)
  })
})

describe('a stream whose endpoints are apart', () => {
  it('takes an endpoint that is behind for that, and retracts nothing', async () => {
    const stream = await bed.newStream()
    for (let block = 0; block < 4; block++) await bed.emit()
    const state = newStreamState()
    await bed.pump(stream, { state })()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(await bed.pump(stream, { state, rpcs: [lagging(3)] })()).toBe('behind')
    expect(await consumer.take()).toEqual([])
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  it('goes on with two of three while the third is behind', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream, { rpcs: [lagging(2), bed.rpc, bed.rpc], needed: 2 })
    const consumer = bed.consumer(stream, 'instant')
    for (let block = 0; block < 4; block++) {
      await bed.emit()
      // Whichever two answer first may agree on less than the newest block.
      const deadline = Date.now() + 10_000
      while (consumer.happened.length <= block && Date.now() < deadline) {
        await pump()
        await consumer.take()
      }
    }
    expect(consumer.happened.map(({ kind }) => kind)).toEqual(Array(4).fill('observed'))
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  const lies: readonly (readonly [string, object])[] = [
    ['another hash', { hash: `0x${'ab'.repeat(32)}` }],
    ['another parent', { parentHash: `0x${'ab'.repeat(32)}` }],
    ['no blooms', { logsBloom: `0x${'00'.repeat(256)}` }],
    ['another receipts root', { receiptsRoot: `0x${'ab'.repeat(32)}` }],
    ['a later time', { timestamp: '0x7fffffff' }],
    ['a head far ahead', { number: '0xffffff' }],
  ]

  it.each(lies)('is not misled by one of three that says %s', async (_, change) => {
    const stream = await bed.newStream()
    const lie = (result: unknown): unknown => ({ ...(result as object), ...change })
    const liar = lying('eth_getBlockByNumber', lie)
    const pump = bed.pump(stream, { rpcs: [liar, bed.rpc, bed.rpc], needed: 2 })
    await bed.emit({ count: 2 })
    await bed.emit()
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  it.each(lies)('stops when one of three says %s and another one is down', async (_, change) => {
    const stream = await bed.newStream()
    await bed.emit()
    const lie = (result: unknown): unknown => ({ ...(result as object), ...change })
    const liar = lying('eth_getBlockByNumber', lie)
    const dead = faultyRpc(bed.rpc, { kind: 'dead' }, 'dead')
    for (const rpcs of [
      [bed.rpc, liar, dead],
      [liar, dead, bed.rpc],
    ]) {
      const pump = bed.pump(stream, { rpcs, needed: 2 })
      await expect(pump()).rejects.toMatchObject({
        code: expect.stringMatching(/^CHAIN_(DISAGREEMENT|UNREACHABLE)$/) as unknown,
      })
    }
    expect(await cursorOf(stream)).toBeUndefined()
  })

  it('stops when the endpoints contradict each other', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    const lie = (result: unknown): unknown => ({
      ...(result as object),
      hash: `0x${'ab'.repeat(32)}`,
    })
    const rpcs = [lying('eth_getBlockByNumber', lie), bed.rpc]
    const pump = bed.pump(stream, { rpcs, needed: 2 })
    await expect(pump()).rejects.toMatchObject({ code: 'CHAIN_DISAGREEMENT' })
    expect(await cursorOf(stream)).toBeUndefined()
  })
})

describe('a stream whose endpoints have no receipts of blocks', () => {
  it('rests on what enough of them say, and says so', async () => {
    const stream = await bed.newStream()
    await bed.emit({ count: 2 })
    await bed.emit()
    const old = lacking(receipts)
    const omitting: Rpc = faultyRpc(
      lacking(receipts),
      { kind: 'lying', method: 'eth_getLogs', lie: () => [] },
      'omitting',
    )
    const pump = bed.pump(stream, { rpcs: [omitting, old, lacking(receipts)], needed: 2 })
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect(await cursorOf(stream)).toMatchObject({ completeness: 'quorum' })
  })

  it('says when it is the word of one', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    await bed.pump(stream, { rpcs: [lacking(receipts)] })()
    expect(await cursorOf(stream)).toMatchObject({ completeness: 'one endpoint' })
  })
})
