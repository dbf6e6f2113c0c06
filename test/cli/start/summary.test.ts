import { describeDelivery } from '../../../cli/start/summary'

const hash = `0x${'ab'.repeat(32)}` as const
const delivery = {
  ...{ deliveryId: hash, subscription: hash, transaction: hash, receiver: '0x00', slot: 0 },
  ...{ cryplet: 'marketClose', state: 'settled', verified: true, origins: [], links: [] },
}

describe('describeDelivery', () => {
  it('names the command that lists a quarantined claim, and only for such a one', () => {
    const told = describeDelivery({ ...delivery, outcome: 'quarantined' }).join('\n')
    expect(told).toContain('npx cryplet quarantine')
    const applied = describeDelivery({ ...delivery, outcome: 'applied' }).join('\n')
    expect(applied).not.toContain('quarantine')
  })
})
