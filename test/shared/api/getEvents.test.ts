import { ask } from '../../support/apiFixture'
import type { AskerBed } from '../../support/askerBed'
import { startAskerBed } from '../../support/askerBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: AskerBed

beforeAll(async () => {
  bed = await startAskerBed()
})

afterAll(() => bed.stop())

describe('getEvents', () => {
  it('shows how far a stream is read, and who waits for it', async () => {
    await bed.ask(1n)
    await bed.pump()
    const number = await bed.fixture.provider.getBlockNumber()
    const path = { name: 'priceOnRequest' }
    expect(await ask(bed.api, 'getEvents', { path })).toMatchObject({
      status: 200,
      json: {
        cryplet: 'priceOnRequest',
        streams: [
          {
            ...{ chainId: 31_337, address: bed.asker, position: { blockNumber: number } },
            ...{ head: number, lagInBlocks: 0, completeness: 'receipts' },
            counts: { undone: 0, mismatches: 0, faults: 0 },
            leaseHolder: { holder: 'test' },
            listeners: [
              {
                receiver: bed.asker,
                depth: 'instant',
                toldFrom: bed.subscription.listensTo?.fromBlock,
                unconsumed: 0,
                isAnchored: true,
              },
            ],
          },
        ],
      },
    })
  })

  it('knows no events of a Cryplet that is not there', async () => {
    expect(await ask(bed.api, 'getEvents', { path: { name: 'nobody' } })).toMatchObject({
      status: 404,
      json: { code: 'CRYPLET_UNKNOWN' },
    })
  })
})

describe('hintEvents', () => {
  const hint = (transaction: string, name = 'priceOnRequest') =>
    ask(bed.api, 'hintEvents', { path: { name }, body: { transaction } })
  const place = () => ({ chainId: 31_337, address: bed.asker })

  it('looks up what is said to have happened, and counts it', async () => {
    await bed.ask(2n)
    const { hash, number } = await newestTransaction()
    expect(await hint(hash)).toMatchObject({
      status: 200,
      json: { streams: [{ ...place(), status: 'found', blockNumber: number }] },
    })
    expect(await hint(`0x${'ab'.repeat(32)}`)).toMatchObject({
      status: 200,
      json: { streams: [{ ...place(), status: 'notFound' }] },
    })
    const path = { name: 'priceOnRequest' }
    expect(await ask(bed.api, 'getEvents', { path })).toMatchObject({
      json: { streams: [{ hints: { found: 1, notFound: 1 } }] },
    })
  })

  it('wakes nobody by what it is told', async () => {
    const before = await bed.openWakes()
    await hint(`0x${'cd'.repeat(32)}`)
    expect(await bed.openWakes()).toEqual(before)
  })

  it.each([
    ['no hash', '0x12', 'priceOnRequest', 400],
    ['another Cryplet', `0x${'ab'.repeat(32)}`, 'nobody', 404],
  ])('refuses %s', async (_, ...row) => {
    const [transaction, name, status] = row
    expect(await hint(transaction, name)).toMatchObject({ status })
  })
})

describe('replayEvents', () => {
  const replay = (from: number, to: number) =>
    ask(bed.api, 'replayEvents', {
      path: { name: 'priceOnRequest' },
      body: { chainId: 31_337, from, to },
    })

  it('reads final blocks again, and wakes nobody twice', async () => {
    await bed.ask(3n)
    const { number } = await newestTransaction()
    // As far behind the newest block as anvil calls final.
    await bed.fixture.provider.send('anvil_mine', ['0x48'])
    await bed.pump()
    const wakes = await bed.openWakes()
    expect(await replay(number, number)).toMatchObject({
      status: 200,
      json: { streams: [{ appended: 1 }] },
    })
    await bed.pump()
    expect(await bed.openWakes()).toEqual(wakes)
  })

  it('refuses what is not final, and what is too much at once', async () => {
    const { number } = await newestTransaction()
    expect(await replay(number, number + 100)).toMatchObject({
      status: 409,
      json: { code: 'EVENT_RANGE_NOT_FINAL' },
    })
    expect(await replay(0, 1_000)).toMatchObject({ status: 400 })
    expect(await replay(2, 1)).toMatchObject({ status: 400 })
  })
})

async function newestTransaction(): Promise<{ readonly hash: string; readonly number: number }> {
  const { provider } = bed.fixture
  for (let number = await provider.getBlockNumber(); number > 0; number--) {
    const [hash] = (await provider.getBlock(number))?.transactions ?? []
    if (hash !== undefined) return { hash, number }
  }
  throw new Error('There is no transaction.')
}
