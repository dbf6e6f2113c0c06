import { drainLane } from '../../../../shared/chain/lanes/drainLane'
import { deliverFixture } from '../../../support/deployFixture'
import type { LaneBed } from '../../../support/laneBed'
import { startLaneBed } from '../../../support/laneBed'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let bed: LaneBed

beforeAll(async () => {
  bed = await startLaneBed()
})

afterAll(() => bed.stop())

describe('simulateAll', () => {
  it('notes a refusal only when the block that was looked at refuses too, and not what is pending alone', async () => {
    const { chain, key } = bed.lane
    const submitted = await bed.submit()
    const newer = await bed.submit()
    const before = await chain.look(key.sender)
    const envelopeOf: typeof bed.lane.envelopeOf = async (id) => {
      if (id === newer.delivery.deliveryId) throw new Error('its container is down')
      return bed.lane.envelopeOf(id)
    }
    await deliverFixture(bed.fixture, newer.envelope)
    const late: typeof chain = { ...chain, look: async () => before }
    await drainLane({ ...bed.lane, chain: late, envelopeOf })
    const row = await bed.rowOf(submitted)
    expect(row).toMatchObject({
      state: 'accepted',
      waitingFor: expect.stringMatching(/^a later block that agrees: ClaimOvertaken/) as string,
    })
    expect(row).not.toHaveProperty('doubt')
    await drainLane({ ...bed.lane, envelopeOf })
    expect(await bed.rowOf(submitted)).toMatchObject({ state: 'accepted', doubt: 'ClaimOvertaken' })
  })
})
