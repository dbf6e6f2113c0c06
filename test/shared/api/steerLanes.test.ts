import { drainLane } from '../../../shared/chain/lanes/drainLane'
import { FabricError } from '../../../shared/core/errors'
import { ask } from '../../support/apiFixture'
import type { LaneApi } from '../../support/laneApi'
import { startLaneApi } from '../../support/laneApi'
import type { Submitted } from '../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let api: LaneApi

beforeAll(async () => {
  api = await startLaneApi()
})

afterAll(() => api.bed.stop())

const text = (part: string): string => expect.stringContaining(part) as string

function steer(name: 'pauseLane' | 'resumeLane', body?: object): ReturnType<typeof ask> {
  return ask(api.ports, name, { path: { id: api.id }, body })
}

function refused(status: number, code: string, detail: string): object {
  return { status, json: expect.objectContaining({ code, detail: text(detail) }) as object }
}

// As when what seals has lost what the delivery rests on.
class SealLostError extends FabricError {
  override readonly name = 'SealLostError'
  readonly code = 'SEAL_LOST'
  readonly retryable = false
}

async function parkOne(): Promise<Submitted> {
  const { bed } = api
  const submitted = await api.submit()
  await bed.drain({ envelopeOf: () => Promise.reject(new SealLostError('the record is gone')) })
  expect(await bed.rowOf(submitted)).toMatchObject({ state: 'parked' })
  return submitted
}

describe('pauseLane and resumeLane', () => {
  it('keep the lane from signing, say why, and let it go on', async () => {
    const { bed, id } = api
    const submitted = await api.submit()
    expect(await steer('pauseLane', { reason: ' the key is being moved ' })).toEqual({
      status: 202,
      json: { lane: id, will: text('It signs no delivery from its next look on') },
    })
    await bed.settleAll()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted' })
    expect((await api.show('getLane')).json).toMatchObject({
      state: 'paused',
      waitsFor: [
        {
          what: 'an operator to resume it: the key is being moved',
          unblockedBy: `cryplet lanes resume ${id}`,
        },
      ],
    })
    expect(await steer('resumeLane')).toMatchObject({ status: 202, json: { lane: id } })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    expect(await steer('resumeLane')).toEqual(refused(409, 'WISH_SENSELESS', 'is not paused'))
  })

  it('leave what is in flight to be followed to its end', async () => {
    const { bed } = api
    const submitted = await api.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      expect(await bed.rowOf(submitted)).toMatchObject({ state: 'signed' })
      await steer('pauseLane', { reason: 'maintenance' })
      await bed.mine()
    })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
    await steer('resumeLane')
  })
})

describe('cancelDelivery', () => {
  it('ends what waits, and refuses what has ended, with how it ended', async () => {
    const { bed } = api
    const submitted = await api.submit()
    expect(await api.order('cancelDelivery', submitted)).toMatchObject({
      status: 202,
      json: { wish: 'cancel', will: text('It ends as cancelled at the next look') },
    })
    expect((await api.show('getLane')).json).toMatchObject({ submissions: [{ wish: 'cancel' }] })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled' })
    for (const name of ['cancelDelivery', 'replayDelivery']) {
      const answer = refused(409, 'WISH_SENSELESS', 'it ended as cancelled at 20')
      expect(await api.order(name, submitted)).toEqual(answer)
    }
  })

  it('takes back the nonce of what is in flight, once', async () => {
    const { bed } = api
    const submitted = await api.submit()
    const { provider } = bed.fixture
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      const nonce = await provider.getTransactionCount(bed.lane.key.sender)
      const on = refused(409, 'WISH_SENSELESS', `it is on its way with nonce ${String(nonce)}`)
      expect(await api.order('replayDelivery', submitted)).toEqual(on)
      expect(await api.order('cancelDelivery', submitted)).toMatchObject({
        status: 202,
        json: { will: text(`takes its nonce ${String(nonce)}`) },
      })
      await drainLane(bed.lane)
      const again = refused(409, 'WISH_SENSELESS', 'is being taken back already')
      expect(await api.order('cancelDelivery', submitted)).toEqual(again)
      await bed.mine()
    })
    await bed.settleAll()
    const reasons = ['an operator cancelled it']
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled', reasons })
    expect(await bed.eventsOf(submitted)).toEqual([])
    const happened = (await bed.rowOf(submitted))?.history.map(({ what }) => what)
    expect(happened).toEqual(['accepted', 'signed', 'cancelling', 'cancelled'])
  })

  it('ends what is parked', async () => {
    const { bed } = api
    const parked = await parkOne()
    expect((await api.order('cancelDelivery', parked)).status).toBe(202)
    await bed.drain()
    expect(await bed.endOf(parked)).toMatchObject({ outcome: 'cancelled' })
  })

  it('ends a row that cannot be read, while its neighbours go on; replay does not take it', async () => {
    const { bed, id } = api
    const stuck = await api.submit()
    const raw = `0x${'5ec4e7'.repeat(20)}`
    await api.damage(stuck, { tries: 'many', raw })
    const next = await api.submit()
    await bed.drain()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    const { json } = await api.show('getLane')
    expect(JSON.stringify(json)).not.toContain('5ec4e7')
    expect(json).toMatchObject({
      unreadable: 1,
      unreadableRows: [{ id: stuck.delivery.deliveryId, reason: text('tries') }],
      waitsFor: [{ unblockedBy: `cryplet lanes cancel ${id} <deliveryId>` }],
    })
    const no = refused(409, 'WISH_SENSELESS', 'its row cannot be read')
    expect(await api.order('replayDelivery', stuck)).toEqual(no)
    expect(await api.order('cancelDelivery', stuck)).toMatchObject({
      status: 202,
      json: { will: text('Its row cannot be read.') },
    })
    await bed.drain()
    expect(await bed.endOf(stuck)).toMatchObject({ outcome: 'cancelled' })
    expect((await api.show('getLane')).json).toMatchObject({ unreadable: 0, waitsFor: [] })
  })

  it('refuses a delivery of another lane, one that is not submitted, and one that never was', async () => {
    const { bed, ports } = api
    const submitted = await api.submit()
    const other = { ...submitted.delivery, chainId: 2 }
    await bed.lane.journal.insert(other)
    const elsewhere = `2:${other.sender}`
    expect(await api.order('cancelDelivery', submitted, elsewhere)).toEqual(
      refused(404, 'NOT_IN_LANE', `its lane is ${api.id}`),
    )
    const path = { id: api.id, deliveryId: `0x${'ab'.repeat(32)}` }
    expect(await ask(ports, 'cancelDelivery', { path })).toEqual(
      refused(404, 'DELIVERY_UNKNOWN', 'There is no delivery 0xabab'),
    )
    const early = await api.submit()
    const { partition, row } = api.placeOf(early)
    await bed.openTable('lanes').remove({ partition, row })
    expect(await api.order('cancelDelivery', early)).toEqual(
      refused(404, 'NOT_IN_LANE', 'it is not submitted yet'),
    )
    await bed.settleAll()
  })
})

describe('replayDelivery', () => {
  it('lets a parked delivery go on, of which its neighbours knew nothing', async () => {
    const { bed } = api
    const parked = await parkOne()
    const next = await api.submit()
    await bed.drain()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    expect((await api.show('getLane')).json).toMatchObject({
      parked: 1,
      waitsFor: [{ what: 'its envelope: the record is gone', unblockedBy: text('lanes replay') }],
    })
    expect(await api.order('replayDelivery', parked)).toMatchObject({
      status: 202,
      json: { will: text('parked again if the same fault still holds') },
    })
    await bed.settleAll()
    // The neighbour's claim is newer, so that the contract takes this one no more: a true end.
    expect(await bed.endOf(parked)).toMatchObject({ outcome: 'overtaken' })
    const happened = (await bed.rowOf(parked))?.history.map(({ what }) => what)
    expect(happened?.slice(0, 3)).toEqual(['accepted', 'parked', 'replayed'])
  })

  it('applies it when nothing newer has come meanwhile, and parks it again while the fault holds', async () => {
    const { bed } = api
    const parked = await parkOne()
    await api.order('replayDelivery', parked)
    await bed.drain({ envelopeOf: () => Promise.reject(new SealLostError('it is still gone')) })
    expect(await bed.rowOf(parked)).toMatchObject({
      state: 'parked',
      waitingFor: 'its envelope: it is still gone',
    })
    await api.order('replayDelivery', parked)
    await bed.drain()
    expect(await bed.endOf(parked)).toMatchObject({ outcome: 'applied' })
  })

  it('tries at once what waits for its turn', async () => {
    const { bed } = api
    const submitted = await api.submit()
    await bed.drain({ envelopeOf: () => Promise.reject(new Error('the container is down')) })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted', tries: 1 })
    expect(await api.order('replayDelivery', submitted)).toMatchObject({ status: 202 })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })
})
