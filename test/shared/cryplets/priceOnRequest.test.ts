import { encodeOutput } from '../../../shared/authoring/encodeOutput'
import { priceOnRequest } from '../../../shared/cryplets/priceOnRequest'

const requestId = `0x${'1e'.repeat(32)}` as const
const gold = { scaled: 408_355_000_001n, unit: 'USD/XAU', decimals: 8 }
const wake = (amountE3: bigint) =>
  ({ kind: 'request', slot: 1_763_672_400, requestId, args: { amountE3 } }) as const

describe('priceOnRequest', () => {
  it('prices an amount, rounded half to even, and hands the id of the request on', () => {
    const produced = priceOnRequest.run({ gold }, wake(2_500n))
    const price = { scaled: 1_020_887_500_002n, unit: 'USD', decimals: 8 }
    expect(produced).toEqual({ requestId, price })
    const word = price.scaled.toString(16).padStart(64, '0')
    expect(encodeOutput(priceOnRequest, produced)).toBe(`${requestId}${word}`)
  })

  it('refuses a price that no int256 holds', () => {
    const most = { ...gold, scaled: 2n ** 255n - 1n }
    expect(() => priceOnRequest.run({ gold: most }, wake(2n ** 64n - 1n))).toThrow(
      'expected int256',
    )
  })
})
