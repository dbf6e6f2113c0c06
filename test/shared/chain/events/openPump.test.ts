import { openEventChain } from '../../../../shared/chain/events/eventChain'
import { lookUpHint } from '../../../../shared/chain/events/lookUpHint'
import { openPump } from '../../../../shared/chain/events/openPump'
import { leaseHolder, openPumpLease } from '../../../../shared/chain/events/pumpLease'
import { replayRange } from '../../../../shared/chain/events/replayRange'
import { reportStream } from '../../../../shared/chain/events/reportStream'
import type { EventStream } from '../../../../shared/chain/events/stream'
import { streamId } from '../../../../shared/chain/events/stream'
import type { Rpc } from '../../../../shared/chain/rpc'
import type { Hex } from '../../../../shared/core/hex'
import { hashJson } from '../../../../shared/core/ids'
import type { OpenTable } from '../../../../shared/store/table'
import { openMemoryTables } from '../../../chaos/memoryTables'
import type { EventBed } from '../../../support/eventBed'
import { startEventBed, TOPIC } from '../../../support/eventBed'
import { recordingLog } from '../../../support/recordingLog'
import { faultyRpc } from '../../../support/rpcProxy'
import { virtualClock } from '../../../support/virtualClock'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

// Rows of a pump of its own.
const ownTables = (): OpenTable => openMemoryTables(() => undefined).openTable

const chainOf = (stream: EventStream, rpcs: readonly Rpc[] = [bed.rpc]) =>
  openEventChain({ quorum: { chainId: stream.chainId, rpcs, needed: 1 } })

function openOne(
  stream: EventStream,
  { open = ownTables(), rpcs = [bed.rpc], holder = 'one', chainId = stream.chainId } = {},
) {
  const clock = virtualClock('2026-01-05T21:00:00Z')
  const log = recordingLog()
  const lease = openPumpLease({ openTable: open, clock, holder, forInMs: 30_000 })
  const chain = openEventChain({ quorum: { chainId, rpcs, needed: 1 } })
  const pump = openPump({ journal: bed.journal, lease, chains: [chain], clock })
  const pass = (streams: readonly EventStream[]) => pump.pass(streams, log)
  return { clock, log, lease, pump: { pass } }
}

describe('openPump', () => {
  it('lets one pump at a time, says so once, and hands over when the lease is over', async () => {
    const stream = await bed.newStream()
    const open = ownTables()
    const one = openOne(stream, { open })
    const two = openOne(stream, { open, holder: 'two' })
    await bed.emit()
    expect(await one.pump.pass([stream])).toMatchObject({ isHeld: true })
    for (let pass = 0; pass < 3; pass++) {
      expect(await two.pump.pass([stream])).toMatchObject({ isHeld: false, by: { holder: 'one' } })
    }
    expect(two.log.lines.filter((line) => line.includes('another pump'))).toHaveLength(1)
    two.clock.advance(31_000)
    expect(await two.pump.pass([stream])).toMatchObject({ isHeld: true })
    expect(await leaseHolder(open, two.clock)).toMatchObject({ holder: 'two' })
  })

  it('hands over at once when the lease is given back', async () => {
    const stream = await bed.newStream()
    const open = ownTables()
    const one = openOne(stream, { open })
    await one.pump.pass([stream])
    await one.lease.release()
    const two = openOne(stream, { open, holder: 'two' })
    expect(await two.pump.pass([stream])).toMatchObject({ isHeld: true })
    await one.lease.release()
    expect(await leaseHolder(open, two.clock)).toMatchObject({ holder: 'two' })
  })

  it('keeps the lease as long as it goes on', async () => {
    const stream = await bed.newStream()
    const open = ownTables()
    const one = openOne(stream, { open })
    for (let pass = 0; pass < 5; pass++) {
      expect(await one.pump.pass([stream])).toMatchObject({ isHeld: true })
      one.clock.advance(20_000)
    }
    expect(await leaseHolder(open, one.clock)).toMatchObject({ holder: 'one' })
  })

  it('goes on with other streams where one cannot, and notes why until it can', async () => {
    const [good, bad] = [await bed.newStream(), await bed.newStream()]
    const { pump, log } = openOne(good)
    await bed.emit()
    await bed.pump(bad)()
    const first = await pump.pass([bad, good])
    expect(first.isHeld && [first.ends.get(streamId(bad)), first.ends.get(streamId(good))]).toEqual(
      ['faulty', 'atHead'],
    )
    expect(log.lines.join()).toContain('a stream of events stopped')
    const noted = await bed.journal.read(streamId(bad))
    expect(noted?.cursor.fault?.reason).toMatch(/^CHAIN_UNKNOWN: /)
    await bed.emit()
    await bed.pump(bad)()
    expect((await bed.journal.read(streamId(bad)))?.cursor.fault).toBeUndefined()
  })

  it('notes a chain that does not answer in each of its streams, once', async () => {
    const stream = await bed.newStream()
    await bed.pump(stream)()
    await bed.emit()
    await bed.pump(stream)()
    const dead = faultyRpc(bed.rpc, { kind: 'dead' }, 'dead')
    const { pump } = openOne(stream, { rpcs: [dead] })
    for (let pass = 0; pass < 3; pass++) await pump.pass([stream])
    const { cursor } = (await bed.journal.read(streamId(stream))) ?? {}
    expect(cursor?.fault?.reason).toMatch(/^CHAIN_UNREACHABLE: /)
    expect(cursor?.counts.faults).toBe(1)
  })

  it('asks for nothing but the head while the chain stands still', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    let posts = 0
    const counting: Rpc = {
      name: 'counting',
      send: (calls) => {
        posts++
        return bed.rpc.send(calls)
      },
    }
    const { pump } = openOne(stream, { rpcs: [counting] })
    await pump.pass([stream])
    const before = posts
    await pump.pass([stream])
    expect(posts - before).toBe(1)
  })

  it('asks for a block once, however many streams want it', async () => {
    const stream = await bed.newStream()
    // The second topic of the first event: the bloom may match, and there is nothing.
    const other = { ...stream, topic: `0x${'00'.repeat(32)}` as const }
    await bed.emit()
    await bed.emit()
    const methods: string[] = []
    const watched: Rpc = {
      name: 'watched',
      send: (calls) => {
        methods.push(...calls.map(({ method }) => method))
        return bed.rpc.send(calls)
      },
    }
    const { pump } = openOne(stream, { rpcs: [watched] })
    await pump.pass([stream, other, { ...stream, topic: hashJson('third') }])
    expect(methods.filter((method) => method === 'eth_getBlockReceipts')).toHaveLength(2)
    expect((await bed.journal.read(streamId(other)))?.cursor).toMatchObject({
      number: stream.fromBlock + 1,
      nextSeq: 0,
      completeness: 'receipts',
    })
  })
})

describe('reportStream', () => {
  it('tells position, lag, what waits and for whom, and who pumps', async () => {
    const stream = await bed.newStream()
    const { pump, clock } = openOne(stream)
    for (let block = 0; block < 3; block++) await bed.emit()
    await pump.pass([stream])
    await bed.consumer(stream, 'instant', 'quick').take()
    await bed.mine(2)
    const holder = { holder: 'one', untilInMs: clock.nowInMs() + 1 }
    const place = { journal: bed.journal, chain: chainOf(stream), holder }
    const report = await reportStream(place, stream)
    expect(report).toMatchObject({
      position: { blockNumber: stream.fromBlock + 2 },
      head: stream.fromBlock + 4,
      lagInBlocks: 2,
      unconsumed: 0,
      consumers: [{ consumer: 'quick', unconsumed: 0 }],
      completeness: 'receipts',
      counts: { undone: 0, mismatches: 0, faults: 0 },
      leaseHolder: { holder: 'one' },
    })
  })

  it('tells what it knows of a stream whose chain does not answer, or that has not begun', async () => {
    const stream = await bed.newStream()
    const chain = chainOf(stream, [faultyRpc(bed.rpc, { kind: 'dead' }, 'dead')])
    const place = { journal: bed.journal, chain, holder: undefined }
    const unbegun = await reportStream(place, stream)
    expect(unbegun).toMatchObject({ unconsumed: 0, counts: { faults: 0 } })
    expect(unbegun.position).toBeUndefined()
    await bed.emit()
    await bed.pump(stream)()
    const report = await reportStream(place, stream)
    expect(report).toMatchObject({ head: stream.fromBlock, lagInBlocks: 0, unconsumed: 1 })
    expect(report.chainFault).toContain('dead: connection refused')
  })
})

describe('replayRange', () => {
  it('appends what was read, marked, and leaves the cursor where it is', async () => {
    const stream = await bed.newStream()
    await bed.emit({ count: 2 })
    await bed.mine(80)
    await bed.pump(stream)()
    const consumer = bed.consumer(stream, 'instant')
    const told = await consumer.take()
    const slice = await chainOf(stream).look()
    const range = { from: stream.fromBlock, to: stream.fromBlock + 3 }
    expect(await replayRange({ journal: bed.journal, slice }, stream, range)).toBe(2)
    const position = await bed.journal.position(streamId(stream), 'consumer')
    expect(position.position.seq).toBe(1)
    const again = await bed.consumer(stream, 'instant', 'new').take()
    const replayed = again.slice(2).map(({ event }) => event)
    expect(replayed).toEqual(told.map(({ event }) => ({ ...event, origin: 'replay' })))
    expect(await bed.pump(stream)()).toBe('atHead')
  })

  it('refuses what is not final yet', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    await bed.pump(stream)()
    const slice = await chainOf(stream).look()
    const range = { from: stream.fromBlock, to: stream.fromBlock }
    await expect(replayRange({ journal: bed.journal, slice }, stream, range)).rejects.toMatchObject(
      {
        code: 'EVENT_RANGE_NOT_FINAL',
      },
    )
  })
})

describe('lookUpHint', () => {
  it('finds what is there, counts what is not, and believes no hint', async () => {
    const stream = await bed.newStream()
    await bed.emit()
    const block = await bed.provider.getBlock('latest')
    const place = { journal: bed.journal, chain: chainOf(stream) }
    const transaction = block?.transactions[0] as Hex
    expect(await lookUpHint(place, stream, { transaction })).toEqual({
      status: 'found',
      blockNumber: stream.fromBlock,
    })
    const notFound = { status: 'notFound' }
    expect(await lookUpHint(place, stream, { transaction: hashJson('lie') })).toEqual(notFound)
    const other = { ...stream, topic: hashJson('other topic') }
    expect(await lookUpHint(place, other, { transaction })).toEqual(notFound)
    expect(await bed.journal.hints(streamId(stream))).toEqual({ found: 1, notFound: 1 })
    expect(await bed.journal.read(streamId(stream))).toBeUndefined()
  })

  it('says when it cannot know', async () => {
    const stream = await bed.newStream()
    const chain = chainOf(stream, [faultyRpc(bed.rpc, { kind: 'dead' }, 'dead')])
    const answer = await lookUpHint({ journal: bed.journal, chain }, stream, { transaction: TOPIC })
    expect(answer).toMatchObject({ status: 'undecided' })
    expect(await bed.journal.hints(streamId(stream))).toEqual({ found: 0, notFound: 0 })
  })
})
