import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import type { Journal } from '../../../../shared/chain/lanes/journal'
import type { OpenRow } from '../../../../shared/chain/lanes/laneState'
import { openOperations } from '../../../../shared/chain/lanes/openOperations'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('openJournal', () => {
  it('says how a lane stands after each writing, as a listing would', async () => {
    const { key, journal } = bed.lane
    const seen: (readonly [unknown, unknown])[] = []
    const write: Journal['write'] = async (to, writing) => {
      const written = await journal.write(to, writing)
      if (written !== 'conflict') seen.push([written.after, await journal.read(to)])
      return written
    }
    for (let count = 0; count < 3; count++) await bed.submit()
    for (let look = 0; look < 4; look++) {
      await drainLane({ ...bed.lane, journal: { ...journal, write } })
      await bed.fixture.provider.send('evm_increaseTime', [2])
      await bed.mine()
      bed.clock.advance(2_000)
    }
    expect((await journal.read(key)).rows).toEqual([])
    expect(seen.length).toBeGreaterThan(5)
    for (const [after, listed] of seen) expect(after).toEqual(listed)
  })

  it('reads no row anew that nobody has written since, and each that somebody has', async () => {
    const { key, journal, clock } = bed.lane
    const [one, other] = [await bed.submit(), await bed.submit()]
    const rowOf = async ({ delivery }: typeof one): Promise<OpenRow | undefined> =>
      (await journal.read(key)).rows.find(
        ({ row }) => row.state !== 'filler' && row.deliveryId === delivery.deliveryId,
      )
    const [first, before] = [await rowOf(one), await rowOf(other)]
    if (before?.row.state !== 'accepted') throw new Error('it was accepted')
    const to = { ...before.row, waitingFor: 'a test', nextTryAtInMs: clock.nowInMs() }
    const state = await journal.read(key)
    await journal.write(key, { state, changes: [{ from: before, to }] })
    expect(await rowOf(other)).toMatchObject({ row: { waitingFor: 'a test' } })
    expect(await rowOf(one)).toBe(first)
    await bed.settleAll()
  })

  it('lets a wish stand that comes while the one before is obeyed', async () => {
    const { key, journal, clock } = bed.lane
    const operations = openOperations({ openTable: bed.openTable, chains: [], clock })
    const submitted = await bed.submit()
    const { deliveryId } = submitted.delivery
    await journal.instruct(key, { isPaused: true, reason: 'to be quiet', atInMs: 1 })
    await operations.wish(key, { deliveryId, wish: 'replay' })
    let isLate = true
    const write: Journal['write'] = async (to, writing) => {
      bed.clock.advance(1)
      if (isLate) await operations.wish(key, { deliveryId, wish: 'cancel' })
      isLate = false
      return journal.write(to, writing)
    }
    await bed.drain({ journal: { ...journal, write } })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'cancelled' })
    await journal.instruct(key, { isPaused: false, reason: '', atInMs: 2 })
  })

  it('lists lanes and reads meters although one of each is damaged: that subscription alone waits', async () => {
    const { key, journal } = bed.lane
    const table = bed.openTable('lanes')
    await table.put({ partition: 'lanes', row: 'damaged', value: { chainId: 'x' } })
    expect(await journal.keys()).toEqual([key])
    const submitted = await bed.submit()
    const { receiver, subscription } = submitted.delivery
    const partition = `${String(key.chainId)}:${key.sender.toLowerCase()}`
    const row = `meter-${receiver.toLowerCase()}-${subscription}`
    const stored = await table.get({ partition, row })
    await table.put({ partition, row, value: { spentInWei: 'much' } })
    await bed.drain()
    expect(await bed.rowOf(submitted)).toMatchObject({
      state: 'accepted',
      waitingFor: expect.stringContaining('which is spent or reserved') as unknown,
    })
    await table.put({ partition, row, value: stored?.value ?? {} })
    await bed.drain()
    expect(await bed.endOf(submitted)).toMatchObject({ outcome: 'applied' })
  })
})
