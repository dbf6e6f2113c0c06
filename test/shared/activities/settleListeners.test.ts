import { id } from 'ethers'
import type { EventConsumer } from '../../../shared/activities/eventConsumers'
import { eventConsumers } from '../../../shared/activities/eventConsumers'
import { settleListeners } from '../../../shared/activities/settleListeners'
import { pruneStream } from '../../../shared/chain/events/pruneStream'
import { streamId } from '../../../shared/chain/events/stream'
import { newStreamState } from '../../../shared/chain/events/streamWork'
import type { Hex } from '../../../shared/core/hex'
import { priceOnRequest } from '../../../shared/cryplets/priceOnRequest'
import type { LoadedCryplet } from '../../../shared/execution/loadCryplets'
import { REQUESTED } from '../../../shared/execution/wakeOf'
import { openRuns } from '../../../shared/runs/openRuns'
import type { Subscription } from '../../../shared/runs/rows'
import { openMemoryTables } from '../../chaos/memoryTables'
import type { EventBed } from '../../support/eventBed'
import { EMITTER_ADDRESS, startEventBed } from '../../support/eventBed'
import { recordingLog } from '../../support/recordingLog'

let bed: EventBed

beforeAll(async () => {
  bed = await startEventBed()
}, 60_000)

afterAll(() => bed.stop())

// Two Cryplets that are woken by the same event.
const [one, other] = [loaded('one'), loaded('other')] as const

function loaded(name: string): LoadedCryplet {
  const definition = { ...priceOnRequest, name }
  const codeHash = id('its code') as Hex
  return { definition, crypletId: id(name) as Hex, codeHash, sources: {} }
}

type Listening = { readonly chainId: number; readonly fromBlock: number }

function subscriptionOf({ crypletId, definition }: LoadedCryplet, place: Listening): Subscription {
  return {
    ...{ cryplet: definition.name, crypletId, codeHash: id('its code') as Hex, chainId: 1 },
    ...{ receiver: EMITTER_ADDRESS, subscription: id(`one of ${definition.name}`) as Hex },
    ...{ callback: 'answer(bytes32,int256)', tiers: 7, mode: 'each', activatedAt: 0 },
    ...{ maxAgeInSeconds: 3_600, timeToLiveInSeconds: 600, budgetInWei: '1' },
    listensTo: { ...place, address: EMITTER_ADDRESS, depth: 'instant' },
  }
}

// A subscription of each Cryplet to one stream.
async function twoListen() {
  const { chainId, fromBlock } = await bed.newStream()
  const { subscriptions } = openRuns(openMemoryTables(() => undefined).openTable)
  const place = { chainId, fromBlock }
  const admitted = await Promise.all(
    [one, other].map((cryplet) => subscriptions.admit(subscriptionOf(cryplet, place))),
  )
  const log = recordingLog()
  const ports = { journal: bed.journal, runs: { subscriptions }, log, cryplets: [one, other] }
  const list = () => eventConsumers(ports.runs, ports.cryplets)
  const [a, b] = await list()
  const [ofA, ofB] = admitted
  if (a === undefined || b === undefined || ofA === undefined || ofB === undefined) {
    throw new Error('both listen')
  }
  return { ports, subscriptions, list, a, b, ofA, ofB, stream: a.stream }
}

const emit = () => bed.emit({ topic: REQUESTED })
const taker = ({ stream, name }: EventConsumer) => bed.consumer(stream, 'instant', name)

async function listeners({ stream }: EventConsumer): Promise<readonly string[]> {
  return (await bed.journal.positions(streamId(stream))).map(({ consumer }) => consumer)
}

async function joined(
  list: () => Promise<readonly EventConsumer[]>,
  { name }: EventConsumer,
): Promise<EventConsumer> {
  const other = (await list()).find((each) => each.name !== name)
  if (other === undefined) throw new Error('two listen')
  return other
}

async function bothTake(a: EventConsumer, b: EventConsumer): Promise<void> {
  await emit()
  await bed.pump(a.stream)()
  await taker(a).take()
  await taker(b).take()
}

describe('settleListeners', () => {
  it('lets a stream go on, and be pruned, that only a withdrawn subscription held back', async () => {
    const { ports, subscriptions, list, a, b, ofB, stream } = await twoListen()
    await bothTake(a, b)
    const state = newStreamState()
    const pump = bed.pump(stream, { limits: { pages: 200, unconsumed: 4 }, state })
    for (let block = 0; block < 6; block++) {
      await emit()
      await pump()
    }
    await taker(a).take()
    expect(await pump()).toBe('backlogged')
    await subscriptions.withdraw(ofB)
    await settleListeners(ports, await list())
    expect(await listeners(a)).toEqual([a.name])
    expect(await pump()).toBe('atHead')
    await taker(a).take()
    await bed.mine(100)
    await pump()
    await pruneStream({ journal: bed.journal, stream, state }, 1)
    expect(state.held?.cursor).toMatchObject({ nextSeq: 7, firstSeq: 7 })
  })

  it('removes nobody who listens, of whatever Cryplet', async () => {
    const { ports, list, a, b } = await twoListen()
    await bothTake(a, b)
    await settleListeners(ports, await list())
    expect(new Set(await listeners(a))).toEqual(new Set([a.name, b.name]))
    expect(ports.log.lines).toEqual([])
  })

  it('removes nobody who was admitted after the others were listed', async () => {
    const { ports, a, b } = await twoListen()
    await bothTake(a, b)
    await settleListeners(ports, [a])
    expect(new Set(await listeners(a))).toEqual(new Set([a.name, b.name]))
  })

  it('removes nobody when subscriptions cannot be listed', async () => {
    const { ports, subscriptions, a, b, ofB } = await twoListen()
    await bothTake(a, b)
    await subscriptions.withdraw(ofB)
    const list = (crypletId: Hex) =>
      crypletId === b.cryplet.crypletId
        ? Promise.reject(new Error('storage is away'))
        : subscriptions.list(crypletId)
    const runs = { subscriptions: { ...subscriptions, list } }
    await expect(settleListeners({ ...ports, runs }, [a])).rejects.toThrow('storage is away')
    expect(new Set(await listeners(a))).toEqual(new Set([a.name, b.name]))
  })

  it('removes who listens to something else now from what it listened to', async () => {
    const { ports, subscriptions, list, a, b, ofB } = await twoListen()
    await bothTake(a, b)
    const { chainId, fromBlock } = await bed.newStream()
    await subscriptions.admit(subscriptionOf(other, { chainId, fromBlock }))
    expect(ofB.listensTo?.chainId).not.toBe(chainId)
    await settleListeners(ports, await list())
    expect(await listeners(a)).toEqual([a.name])
  })

  it('keeps for who is new what others have passed', async () => {
    const { ports, list, a, b, stream } = await twoListen()
    await settleListeners(ports, await list())
    await emit()
    const state = newStreamState()
    await bed.pump(stream, { state })()
    await taker(a).take()
    await bed.mine(100)
    await bed.pump(stream, { state })()
    await pruneStream({ journal: bed.journal, stream, state }, 1)
    expect(await taker(b).take()).toHaveLength(1)
    expect(ports.log.lines).toEqual([])
  })

  it('tells of what who is new has missed', async () => {
    const { ports, subscriptions, list, a, ofB, stream } = await twoListen()
    await subscriptions.withdraw(ofB)
    const before = await list()
    await settleListeners(ports, before)
    await emit()
    const gone = (await bed.provider.getBlock('latest'))?.number ?? 0
    const state = newStreamState()
    await bed.pump(stream, { state })()
    await taker(a).take()
    await bed.mine(100)
    await bed.pump(stream, { state })()
    await taker(a).take()
    await pruneStream({ journal: bed.journal, stream, state }, 1)
    await subscriptions.admit(ofB)
    await settleListeners(ports, await list())
    const placed = await bed.journal.positions(streamId(stream))
    const told = placed.map(({ toldFrom = 0 }) => toldFrom).sort((x, y) => x - y)
    expect(told).toEqual([stream.fromBlock, gone + 101])
    expect(ports.log.lines).toEqual([expect.stringContaining('a consumer joined a stream late')])
    // Its place moves; what it was told from stays.
    await emit()
    await bed.pump(stream, { state })()
    expect(await taker(await joined(list, a)).take()).toHaveLength(1)
    const after = await bed.journal.positions(streamId(stream))
    expect(after.map(({ toldFrom }) => toldFrom)).toContain(gone + 101)
  })

  it('goes on with other streams where the positions of one cannot be read', async () => {
    const [bad, good] = [await twoListen(), await twoListen()]
    await bothTake(good.a, good.b)
    const row = { partition: streamId(bad.stream), row: 'position-x', value: { seq: 'none' } }
    await bed.openTable('events').put(row)
    await good.subscriptions.withdraw(good.ofB)
    await settleListeners(good.ports, [bad.a, good.a])
    expect(await listeners(good.a)).toEqual([good.a.name])
    expect(good.ports.log.lines.join()).toContain('positions were not settled')
  })
})
