import { id } from 'ethers'
import type { FabricClient, ToldDelivery } from '../../../cli/fabricClient'
import { deliverSlot, lateAdvice } from '../../../cli/start/lastDelivery'
import { describeDelivery } from '../../../cli/start/summary'
import type { Hex } from '../../../shared/core/hex'

const told: ToldDelivery = {
  deliveryId: id('delivery') as Hex,
  cryplet: 'marketClose',
  slot: 1_795_208_400,
  receiver: '0x996f08da90E3202ba81a812E0aD3A91892026631',
  subscription: id('subscription') as Hex,
  state: 'submitted',
}

// A fabric whose run goes on for ever, as its HTTP interface tells.
const fabricFake = (deliveries: readonly ToldDelivery[]): FabricClient => ({
  wake: async () => ({ wakeId: id('wake') as Hex, cryplet: 'marketClose', slot: 0, state: 'open' }),
  run: async () => ({ hasEnded: false, deliveries }),
  bundle: () => Promise.reject(new Error('nothing has ended')),
})

describe('deliverSlot', () => {
  it('says after a minute where the deliveries stand, and what they wait for', async () => {
    const client = fabricFake([told, { ...told, waitingFor: 'RegistryPaused()' }])
    let now = 0
    const nowInMs = (): number => {
      now += 61_000
      return now
    }
    const asked = { client, provider: undefined, cryplet: 'marketClose', slot: 'last', nowInMs }
    const order = { ...asked, ifLate: '' }
    await expect(deliverSlot(order)).rejects.toMatchObject({
      code: 'DELIVERY_LATE',
      states: ['submitted', 'submitted (waiting for RegistryPaused())'],
    })
  })
})

describe('lateAdvice', () => {
  it('names the log, and says that the fabric goes on only where it does', () => {
    expect(lateAdvice('/state', false)).toBe(
      'The fabric goes on: see /state/logs/fabric.log, and ask again.',
    )
    expect(lateAdvice('/state', true)).toBe(
      'See /state/logs/fabric.log. The next start goes on with it.',
    )
  })
})

describe('describeDelivery', () => {
  it('says on what the enclave ran, also of a delivery that has no links', () => {
    const delivery = { ...told, verified: false, origins: [], links: [] }
    const lines = describeDelivery({ ...delivery, enclave: 'simulated, no hardware' })
    expect(lines).toContain('    enclave     simulated, no hardware')
    expect(describeDelivery(delivery).join()).not.toContain('enclave')
  })
})
