import type { Hex } from '../../../shared/core/hex'
import { deliveryId, hashJson, instanceId, wakeId } from '../../../shared/core/ids'

const crypletId: Hex = `0x${'11'.repeat(32)}`
const to = {
  chainId: 31337,
  receiver: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  subscription: `0x${'22'.repeat(32)}`,
} as const

// Golden values: test/shared/envelope/golden.test.ts.
describe('ids', () => {
  it('hash canonical JSON, so that the order of members does not count', () => {
    expect(hashJson({ a: 1, b: 2 })).toBe(hashJson({ b: 2, a: 1 }))
    expect(hashJson({ a: 1 })).not.toBe(hashJson({ a: '1' }))
  })

  it('are others for any other part', () => {
    const wake = wakeId('schedule', crypletId, 1)
    const ids = [
      wake,
      wakeId('interval', crypletId, 1),
      wakeId('schedule', to.subscription, 1),
      wakeId('schedule', crypletId, 2),
      wakeId('schedule', crypletId, '1'),
      deliveryId(wake, to),
      deliveryId(crypletId, to),
      deliveryId(wake, { ...to, chainId: 1 }),
      deliveryId(wake, { ...to, receiver: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512' }),
      deliveryId(wake, { ...to, subscription: crypletId }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('become instance ids by their first 32 digits', () => {
    expect(instanceId(`0x${'0123456789abcdef'.repeat(4)}`)).toBe('0123456789abcdef0123456789abcdef')
  })
})
