import { describeDelivery, describeNext } from '../../../cli/start/summary'
import { portsFrom } from '../../../local/stack/ports'
import type { StackDeployment, StackState } from '../../../local/stack/state'

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

describe('describeNext', () => {
  const deployment = {
    chainId: 31_337,
    registry: '0x01',
    goldNote: '0x02',
    publisher: '0x03',
  } as const

  const told = (deployed: StackDeployment): string => {
    const processes: StackState['processes'] = []
    const state = { version: 2, ports: portsFrom(7070), processes, deployment: deployed } as const
    return describeNext({ folder: '.fabric', state, isRunning: true }, []).join('\n')
  }

  it('names the contracts; of a list by an earlier version, those that it has', () => {
    expect(told({ ...deployment, priceAsker: '0x04', goldAlarm: '0x05' })).toMatch(
      /GoldNote 0x02\n +PriceAsker 0x04\n +GoldAlarm 0x05/,
    )
    const earlier = told(deployment)
    expect(earlier).toContain('GoldNote 0x02')
    expect(earlier).not.toContain('PriceAsker')
    expect(earlier).not.toContain('GoldAlarm')
  })
})
