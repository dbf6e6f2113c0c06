import { openEventChain } from '../../../../shared/chain/events/eventChain'
import { finalHeadersOf } from '../../../../shared/chain/events/headers'
import { START } from '../../../../shared/chain/events/position'
import { readBlocks } from '../../../../shared/chain/events/readBlocks'
import { replayRange } from '../../../../shared/chain/events/replayRange'
import { streamId } from '../../../../shared/chain/events/stream'
import { newStreamState } from '../../../../shared/chain/events/streamWork'
import { takeDue } from '../../../../shared/chain/events/takeDue'
import type { Rpc } from '../../../../shared/chain/rpc'
import type { EventBed, PumpOptions } from '../../../support/eventBed'
import { LIMITS, startEventBed } from '../../../support/eventBed'
import { faultyRpc } from '../../../support/rpcProxy'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

// Sees what is asked.
function watched(rpc: Rpc, asked: string[]): Rpc {
  return {
    name: rpc.name,
    send: async (calls) => {
      asked.push(...calls.map(({ method }) => method))
      return rpc.send(calls)
    },
  }
}

// Refuses ranges of more blocks.
function narrow(blocks: number): Rpc {
  return {
    name: 'narrow',
    send: async (calls) =>
      (await bed.rpc.send(calls)).map((reply, index) => {
        const call = calls[index]
        const { fromBlock, toBlock } = (call?.params[0] ?? {}) as Record<string, string>
        return call?.method === 'eth_getLogs' && Number(toBlock) - Number(fromBlock) >= blocks
          ? {
              ok: false,
              code: -32_005,
              message: 'query returned more than 10000 results',
              data: {},
            }
          : reply
      }),
  }
}

// What a test waits for is deep under the head: final.
const deep = () => bed.mine(80)

describe('a stream that comes late', () => {
  it.each<[string, Pick<PumpOptions, 'provesRanges' | 'needed'>]>([
    ['by receipts', {}],
    ['by ranges of one endpoint', { provesRanges: false }],
    ['by ranges of two of three', { provesRanges: false, needed: 2 }],
  ])('reads all that was before it, marked as backfill, %s', async (_, options) => {
    const stream = await bed.newStream()
    for (let block = 0; block < 5; block++) {
      await bed.emit({ count: 2 })
      await bed.mine(7)
    }
    await deep()
    await bed.emit()
    const rpcs = options.needed === 2 ? [bed.rpc, bed.rpc, bed.rpc] : [bed.rpc]
    expect(await bed.pump(stream, { ...options, rpcs })()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    const origins = consumer.happened.map(({ event }) => event.origin)
    expect(origins).toEqual([...Array<string>(10).fill('backfill'), 'live'])
  })

  it('packs many blocks into one entry', async () => {
    const stream = await bed.newStream()
    for (let block = 0; block < 20; block++) await bed.emit()
    await deep()
    await bed.pump(stream)()
    const stored = await bed.journal.read(streamId(stream))
    expect(stored?.cursor.nextSeq).toBe(1)
  })

  it('shrinks its ranges for an endpoint that refuses them, and loses nothing', async () => {
    const stream = await bed.newStream()
    for (let block = 0; block < 10; block++) {
      await bed.emit()
      await bed.mine(5)
    }
    await deep()
    const state = newStreamState()
    const pump = bed.pump(stream, { provesRanges: false, rpcs: [narrow(20)], state })
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  it('holds no more of a range than fits, and reads and replays all of it', async () => {
    const stream = await bed.newStream()
    const { fromBlock } = stream
    for (let block = 0; block < 20; block++) await bed.emit({ bytes: 140_000 })
    const last = fromBlock + 19
    await deep()
    const chain = openEventChain({
      quorum: { chainId: stream.chainId, rpcs: [bed.rpc], needed: 1 },
    })
    const slice = await chain.look()
    const headers = await finalHeadersOf(slice, fromBlock, last)
    const read = await readBlocks(slice, stream, { headers, isFinal: true })
    expect(read.fault).toBeUndefined()
    expect(read.blocks.length).toBeGreaterThan(0)
    expect(read.blocks.length).toBeLessThan(20)
    expect(await bed.pump(stream)()).toBe('atHead')
    const range = { from: fromBlock, to: last }
    expect(await replayRange({ journal: bed.journal, slice }, stream, range)).toBe(20)
    const due = await takeDue(bed.journal, stream, {
      ...{ position: START, depth: 'instant', limit: 100 },
    })
    const told = due.happened.map(({ event }) => event.origin)
    expect(told.filter((origin) => origin === 'replay')).toHaveLength(20)
    expect(told).toHaveLength(40)
  }, 60_000)

  it('checks a block that a range leaves out although its bloom may match', async () => {
    const stream = await bed.newStream()
    for (let block = 0; block < 6; block++) await bed.emit()
    await deep()
    let isFirst = true
    // One block of the range is missing, as from an index that lacks it.
    const lie = (result: unknown): unknown => {
      const logs = result as { blockNumber: string }[]
      const left = logs.filter(
        ({ blockNumber }) => !isFirst || blockNumber !== logs[2]?.blockNumber,
      )
      isFirst = false
      return left
    }
    const omitting = faultyRpc(bed.rpc, { kind: 'lying', method: 'eth_getLogs', lie }, 'omitting')
    const asked: string[] = []
    const rpcs = [watched(omitting, asked)]
    await bed.pump(stream, { provesRanges: false, rpcs })()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect(asked.filter((method) => method === 'eth_getBlockReceipts')).toHaveLength(1)
    expect((await bed.journal.read(streamId(stream)))?.cursor.counts.mismatches).toBe(1)
  })

  it('believes no range of one of three that leaves a log out', async () => {
    const stream = await bed.newStream()
    for (let block = 0; block < 6; block++) await bed.emit({ count: 3 })
    await deep()
    const lie = (result: unknown): unknown => (result as object[]).slice(0, -1)
    const omitting = faultyRpc(bed.rpc, { kind: 'lying', method: 'eth_getLogs', lie }, 'omitting')
    const rpcs = [omitting, bed.rpc, bed.rpc]
    await bed.pump(stream, { provesRanges: false, rpcs, needed: 2 })()
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })

  it.each([
    ['has not got', () => null],
    ['has another block for', () => bed.provider.send('eth_getBlockByNumber', ['0x1', false])],
  ])('does not believe a range of one that %s its last block', async (_, lastOf) => {
    const last: unknown = await lastOf()
    const stream = await bed.newStream()
    await bed.emit()
    await deep()
    let asked = 0
    // It has the headers at first, and is another node behind the same address afterwards.
    const behind: Rpc = {
      name: 'balanced',
      send: async (calls) => {
        const isRange = calls.some(({ method }) => method === 'eth_getLogs')
        if (!isRange) return bed.rpc.send(calls)
        asked++
        return calls.map(({ method }) => ({
          ok: true,
          result: method === 'eth_getLogs' ? [] : last,
        }))
      },
    }
    const pump = bed.pump(stream, { provesRanges: false, rpcs: [behind] })
    await expect(pump()).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
    expect(asked).toBe(1)
  })
})

describe('a stream after a day without its chain', () => {
  it('has every event, once, in order, and marks those as backfill that are long final', async () => {
    const stream = await bed.newStream()
    const state = newStreamState()
    await bed.emit()
    const pump = bed.pump(stream, { state, limits: { ...LIMITS, pages: 2 } })
    expect(await pump()).toBe('atHead')
    const consumer = bed.consumer(stream, 'finalized')
    for (let hour = 0; hour < 24; hour++) {
      await bed.mine(20, 180)
      await bed.emit({ count: 1 + (hour % 3) })
    }
    await deep()
    let slices = 0
    for (let end = ''; end !== 'atHead'; slices++) {
      end = await pump()
      await consumer.take()
    }
    expect(slices).toBeGreaterThan(1)
    expect(consumer.held()).toEqual(await bed.canonical(stream))
    expect(new Set(consumer.happened.map(({ event }) => event.origin))).toEqual(
      new Set(['live', 'backfill']),
    )
  }, 60_000)
})

describe('a block with 10,000 events', () => {
  it('is kept and told in order, in few rows, and taken back as a whole', async () => {
    const stream = await bed.newStream()
    const pump = bed.pump(stream)
    await bed.emit({ count: 10_000, bytes: 128 })
    await pump()
    const stored = await bed.journal.read(streamId(stream))
    expect(stored?.cursor.nextSeq).toBeLessThan(40)
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take(700)
    expect(consumer.happened.map(({ event }) => event.logIndex)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index),
    )
    await bed.provider.send('anvil_reorg', [1, []])
    await bed.emit()
    await pump()
    const after = await consumer.take(700)
    expect(after.filter(({ kind }) => kind === 'retracted')).toHaveLength(10_000)
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  }, 60_000)
})

describe('a stream whose consumers do not go on', () => {
  it('stops until they do, however much there is', async () => {
    const stream = await bed.newStream()
    const limits = { pages: 200, unconsumed: 4 }
    const pump = bed.pump(stream, { limits })
    const consumer = bed.consumer(stream, 'instant')
    await consumer.take()
    for (let block = 0; block < 6; block++) {
      await bed.emit()
      await pump()
    }
    expect(await pump()).toBe('backlogged')
    expect((await bed.journal.read(streamId(stream)))?.cursor.nextSeq).toBe(4)
    await consumer.take()
    expect(await pump()).toBe('atHead')
    await consumer.take()
    expect(consumer.held()).toEqual(await bed.canonical(stream))
  })
})
