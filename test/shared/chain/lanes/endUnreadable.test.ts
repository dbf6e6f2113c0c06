import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { DeliveryFacts } from '../../../../shared/chain/lanes/operator'
import { lastAttempt } from '../../../../shared/chain/lanes/rows'
import type { Json } from '../../../../shared/core/canonicalJson'
import { deliverFixture } from '../../../support/deployFixture'
import type { LaneBed, Submitted } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

type Columns = Readonly<Record<string, Json | undefined>>

// Writes over columns of a row as a fault or a hand would.
async function damage(rowKey: string, columns: Columns): Promise<void> {
  const { chainId, sender } = bed.lane.key
  const table = bed.openTable('lanes')
  const place = { partition: `${String(chainId)}:${sender.toLowerCase()}`, row: `open-${rowKey}` }
  const stored = await table.get(place)
  await table.put({ ...place, value: { ...stored?.value, ...columns } })
}

async function cancel({ delivery, envelope }: Submitted): Promise<void> {
  const { deliveryId, wakeId, receiver, subscription, acceptedAtInMs } = delivery
  const expiresAt = Number(envelope.claim.expiresAt)
  const facts: DeliveryFacts = { wakeId, receiver, subscription, acceptedAtInMs, expiresAt }
  await bed.lane.journal.instruct(bed.lane.key, { deliveryId, wish: 'cancel', facts }, deliveryId)
}

async function brokenIds(): Promise<readonly string[]> {
  return (await bed.lane.journal.read(bed.lane.key)).broken.map(({ id }) => id)
}

const CANCELLED = {
  outcome: 'cancelled',
  reasons: [
    'an operator cancelled it',
    expect.stringContaining('A row of a lane cannot be read') as string,
    expect.stringMatching(/^nothing of its claim is on the chain since block \d+$/) as string,
  ],
}

describe('a row that cannot be read', () => {
  it('lets its neighbours go on, and ends at once as cancelled when it was never sent', async () => {
    const stuck = await bed.submit()
    await damage(stuck.delivery.deliveryId, { tries: 'many' })
    const next = await bed.submit()
    await bed.drain()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    expect(await brokenIds()).toEqual([stuck.delivery.deliveryId])
    await cancel(stuck)
    await bed.drain()
    expect(await bed.endOf(stuck)).toMatchObject(CANCELLED)
    expect(bed.told.at(-1)).toMatchObject({ wakeId: stuck.delivery.wakeId })
    expect(await bed.eventsOf(stuck)).toEqual([])
    expect(await brokenIds()).toEqual([])
  })

  it('whose column is no JSON any more keeps nobody from being listed', async () => {
    const stuck = await bed.submit()
    await damage(stuck.delivery.deliveryId, { history: null }) // as storage gives it
    const next = await bed.submit()
    await bed.drain()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    await cancel(stuck)
    await bed.drain()
    expect(await bed.endOf(stuck)).toMatchObject(CANCELLED)
  })

  it('ends as applied when its claim is on the chain', async () => {
    const stuck = await bed.submit()
    await damage(stuck.delivery.deliveryId, { wakeId: 'none' })
    const stranger = await deliverFixture(bed.fixture, stuck.envelope)
    await cancel(stuck)
    await bed.drain()
    expect(await bed.endOf(stuck)).toMatchObject({
      outcome: 'applied',
      transaction: stranger.hash,
    })
  })

  it('has its nonce used up by a transaction without effect before it ends', async () => {
    const stuck = await bed.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await damage(stuck.delivery.deliveryId, { attempts: 'gone' })
      const { provider } = bed.fixture
      const pool = (await provider.send('txpool_content', [])) as PoolContent
      const [[nonce, sent] = ['', { hash: '' }]] = Object.entries(
        pool.pending[bed.lane.key.sender] ?? pool.pending[bed.lane.key.sender.toLowerCase()] ?? {},
      )
      await provider.send('anvil_dropTransaction', [sent.hash])
      await cancel(stuck)
      await drainLane(bed.lane)
      const row = await bed.rowOf(stuck)
      if (row?.state !== 'signed') throw new Error('it should be cancelling')
      expect(row.nonce).toBe(Number(nonce))
      expect(lastAttempt(row).kind).toBe('cancel')
      await bed.mine()
    })
    await bed.settleAll()
    expect(await bed.endOf(stuck)).toMatchObject(CANCELLED)
    expect(await bed.eventsOf(stuck)).toEqual([])
  })

  it('ends as applied when its own transaction comes before the cancellation', async () => {
    const stuck = await bed.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await damage(stuck.delivery.deliveryId, { attempts: 'gone', nonce: undefined })
      await bed.mine()
    })
    await cancel(stuck)
    await bed.settleAll()
    expect(await bed.endOf(stuck)).toMatchObject({
      outcome: 'applied',
      reasons: ['delivered by a transaction that is not in the journal'],
    })
    expect(await bed.eventsOf(stuck)).toEqual(['Delivered'])
  })

  it('whose nonce cannot be told waits until its claims have expired by the time of the chain', async () => {
    const stuck = await bed.submit()
    await damage(stuck.delivery.deliveryId, { state: 'signd' })
    await cancel(stuck)
    await bed.drain()
    expect(await brokenIds()).toEqual([stuck.delivery.deliveryId])
    const { provider } = bed.fixture
    const { expiresAt } = stuck.envelope.claim
    const wait = Number(expiresAt) - (await bed.fixture.now())
    await provider.send('evm_increaseTime', [wait + 890])
    await bed.mine()
    await bed.drain()
    expect(await brokenIds()).toEqual([stuck.delivery.deliveryId])
    await provider.send('evm_increaseTime', [20])
    await bed.mine()
    await bed.drain()
    expect(await bed.endOf(stuck)).toMatchObject(CANCELLED)
  })

  it('is left alone by a replay: nobody can tell what of it is on its way', async () => {
    const stuck = await bed.submit()
    const { deliveryId } = stuck.delivery
    await damage(deliveryId, { tries: 'many' })
    await bed.lane.journal.instruct(bed.lane.key, { deliveryId, wish: 'replay' }, deliveryId)
    await bed.drain()
    expect(await brokenIds()).toEqual([deliveryId])
    expect((await bed.lane.journal.read(bed.lane.key)).control.wishes.size).toBe(0)
    await cancel(stuck)
    await bed.drain()
  })

  it('of a transaction without effect is written anew, for the same nonce', async () => {
    const { journal, key, chain } = bed.lane
    const nonce = await bed.fixture.provider.getTransactionCount(key.sender)
    await damage(`filler-${String(nonce).padStart(15, '0')}`, { state: 'filler' })
    expect(await brokenIds()).toHaveLength(1)
    const next = await bed.submit()
    await bed.drain({ chain })
    await bed.settleAll()
    expect(await bed.endOf(next)).toMatchObject({ outcome: 'applied' })
    const { rows, broken } = await journal.read(key)
    expect([rows, broken]).toEqual([[], []])
    expect(await bed.fixture.provider.getTransactionCount(key.sender)).toBe(nonce + 2)
  })
})

type PoolContent = {
  readonly pending: Readonly<Record<string, Readonly<Record<string, { readonly hash: string }>>>>
}
