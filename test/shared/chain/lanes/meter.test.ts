import { charge, spentBy } from '../../../../shared/chain/lanes/meter'
import type { SubscriptionPlace } from '../../../../shared/chain/lanes/place'

const RECEIVER = '0x89d6D50e2a167B713202CF52117243aa8beC4EEc'
const one: SubscriptionPlace = { receiver: RECEIVER, subscription: `0x${'11'.repeat(32)}` }
const other: SubscriptionPlace = { receiver: RECEIVER, subscription: `0x${'22'.repeat(32)}` }

describe('charge', () => {
  it('adds costs to the meter of their subscription, and gives only what changes', () => {
    const meters = [
      { ...one, spentInWei: '5', transactions: 1 },
      { ...other, spentInWei: '7', transactions: 1 },
    ]
    const changed = charge(meters, [
      { ...one, costInWei: 10n ** 20n },
      { ...one, costInWei: 1n },
    ])
    expect(changed).toEqual([{ ...one, spentInWei: '100000000000000000006', transactions: 3 }])
    expect(spentBy(meters, other)).toBe(7n)
  })

  it('begins a meter with the first cost, and knows a receiver in either case', () => {
    const [meter, ...rest] = charge([], [{ ...one, costInWei: 3n }])
    expect([meter, rest]).toEqual([{ ...one, spentInWei: '3', transactions: 1 }, []])
    const lower = { ...one, receiver: '0x89d6d50e2a167b713202cf52117243aa8bec4eec' } as const
    expect(meter && spentBy([meter], lower)).toBe(3n)
    expect(spentBy([], one)).toBe(0n)
  })
})
