import fc from 'fast-check'
import type { ChainBlock, Fees } from '../../../../shared/chain/chain'
import {
  ceilingOf,
  keptPrice,
  marketPrice,
  raisedPrice,
} from '../../../../shared/chain/lanes/price'

const wei = fc.bigInt({ min: 1n, max: 2n ** 70n })
const dynamic = fc
  .record({ maxFeePerGas: wei, share: fc.integer({ min: 0, max: 100 }) })
  .map(({ maxFeePerGas, share }) => ({
    maxFeePerGas,
    maxPriorityFeePerGas: (maxFeePerGas * BigInt(share)) / 100n,
  }))
const legacy = fc.record({ gasPrice: wei })
const fees: fc.Arbitrary<Fees> = fc.oneof(dynamic, legacy)
const cap = fc.option(wei, { nil: undefined })

function blockWith(baseFeePerGas: bigint | undefined): ChainBlock {
  return { number: 1, hash: '0x', timestamp: 1, baseFeePerGas }
}

describe('marketPrice', () => {
  it('is never above the cap, and pays for the next block or is none', () => {
    fc.assert(
      fc.property(fees, wei, cap, (market, base, most) => {
        const price = marketPrice(market, blockWith(base), most)
        if (price === undefined) {
          expect(most).toBeDefined()
          return
        }
        expect(ceilingOf(price)).toBeLessThanOrEqual(most ?? ceilingOf(market))
        if ('gasPrice' in price) {
          expect(price).toEqual(market)
          return
        }
        expect(price.maxPriorityFeePerGas).toBeLessThanOrEqual(price.maxFeePerGas)
        if (most !== undefined && ceilingOf(market) > most) {
          expect(price.maxFeePerGas).toBeGreaterThan(base)
        }
      }),
    )
  })

  it('waits where the base fee has reached the cap', () => {
    const market = { maxFeePerGas: 30n, maxPriorityFeePerGas: 1n }
    expect(marketPrice(market, blockWith(10n), 10n)).toBeUndefined()
    expect(marketPrice(market, blockWith(9n), 10n)).toEqual({
      maxFeePerGas: 10n,
      maxPriorityFeePerGas: 1n,
    })
    expect(marketPrice({ gasPrice: 11n }, blockWith(undefined), 10n)).toBeUndefined()
  })
})

describe('raisedPrice', () => {
  it('is an eighth more in both prices at least, within the cap, or none', () => {
    fc.assert(
      fc.property(fees, fees, cap, (market, last, most) => {
        const price = raisedPrice(market, keptPrice(last), most)
        const least = (ceilingOf(last) * 9n) / 8n + 1n
        if (price === undefined) {
          expect(least).toBeGreaterThan(most ?? least)
          return
        }
        expect(ceilingOf(price)).toBeGreaterThanOrEqual(least)
        if (most !== undefined) expect(ceilingOf(price)).toBeLessThanOrEqual(most)
        if ('gasPrice' in price || 'gasPrice' in last) {
          expect('gasPrice' in price).toBe('gasPrice' in last)
          return
        }
        const { maxFeePerGas, maxPriorityFeePerGas } = price
        expect(maxPriorityFeePerGas * 8n).toBeGreaterThan(last.maxPriorityFeePerGas * 9n)
        expect(maxPriorityFeePerGas).toBeLessThanOrEqual(maxFeePerGas)
      }),
    )
  })
})
