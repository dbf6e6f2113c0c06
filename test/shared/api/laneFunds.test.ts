import { drainLane } from '../../../shared/chain/lanes/drainLane'
import type { LaneApi } from '../../support/laneApi'
import { startLaneApi } from '../../support/laneApi'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let api: LaneApi

beforeAll(async () => {
  api = await startLaneApi()
})

afterAll(() => api.bed.stop())

const text = (part: string): string => expect.stringContaining(part) as string

describe('getLane', () => {
  it('says whom to fund while the balance is too low; it goes on by itself', async () => {
    const { bed } = api
    const { provider } = bed.fixture
    const { sender } = bed.lane.key
    const balance = await provider.getBalance(sender)
    await provider.send('anvil_setBalance', [sender, '0x3e8'])
    const poor = await api.submit()
    await bed.drain()
    const what = `funds: the balance of ${sender} is too low for its transaction`
    expect((await api.show('getLane')).json).toMatchObject({
      ...{ balanceInWei: '1000', waiting: 1, inFlight: 0 },
      waitsFor: [{ what, deliveries: 1, unblockedBy: text('Fund that account') }],
    })
    await provider.send('anvil_setBalance', [sender, `0x${balance.toString(16)}`])
    await bed.mine()
    await bed.drain()
    expect(await bed.endOf(poor)).toMatchObject({ outcome: 'applied' })
  })

  it('says whom to fund when what is on its way cannot be paid any more', async () => {
    const { bed } = api
    const { provider } = bed.fixture
    const { sender } = bed.lane.key
    const balance = await provider.getBalance(sender)
    const sent = await api.submit()
    await bed.byHand(async () => {
      await drainLane(bed.lane)
      await provider.send('anvil_setBalance', [sender, '0x3e8'])
      await bed.mine()
      const { json } = await api.show('getLane')
      const what = text(`funds: ${sender} has 1000 wei, and what is on its way may cost`)
      expect(json).toMatchObject({
        waitsFor: [{ what, unblockedBy: text('Fund that account') }, {}],
      })
      await provider.send('anvil_setBalance', [sender, `0x${balance.toString(16)}`])
    })
    await bed.settleAll()
    expect(await bed.endOf(sent)).toMatchObject({ outcome: 'applied' })
  })
})
