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
            listeners: [{ receiver: bed.asker, depth: 'instant', unconsumed: 0, isAnchored: true }],
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
