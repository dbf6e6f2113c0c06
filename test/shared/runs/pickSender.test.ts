import type { Address } from '../../../shared/core/hex'
import type { DeliveryAddress } from '../../../shared/core/ids'
import { hashJson } from '../../../shared/core/ids'
import { pickSender } from '../../../shared/runs/pickSender'

const POOL = Array.from({ length: 10 }, (_, n): Address => `0x${String(n).repeat(40)}`)
const RECEIVER: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const PLACES = Array.from({ length: 500 }, (_, n): DeliveryAddress => {
  return { chainId: 1, receiver: RECEIVER, subscription: hashJson(n) }
})

describe('pickSender', () => {
  it('spreads subscriptions over the pool', () => {
    const counts = new Map(POOL.map((sender) => [sender, 0]))
    for (const place of PLACES) {
      const sender = pickSender(POOL, place)
      counts.set(sender, (counts.get(sender) ?? 0) + 1)
    }
    for (const count of counts.values()) expect(count).toBeGreaterThan(20)
  })

  it('moves only the subscriptions of a sender that is gone, whatever the order of the others', () => {
    const [gone, ...left] = POOL
    for (const place of PLACES) {
      const before = pickSender(POOL, place)
      const after = pickSender([...left].reverse(), place)
      if (before !== gone) expect(after).toBe(before)
    }
  })

  it('does not depend on the spelling of addresses', () => {
    const receiver = RECEIVER.toLowerCase() as Address
    for (const place of PLACES.slice(0, 20)) {
      expect(pickSender(POOL, { ...place, receiver })).toBe(pickSender(POOL, place))
    }
  })

  it('refuses a pool without a sender', () => {
    expect(() =>
      pickSender([], { chainId: 1, receiver: RECEIVER, subscription: hashJson(1) }),
    ).toThrow(/at least one sender/)
  })
})
