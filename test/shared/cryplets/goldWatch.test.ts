import { encodeOutput } from '../../../shared/authoring/encodeOutput'
import { goldWatch } from '../../../shared/cryplets/goldWatch'

const gold = { scaled: 408_333_000_000n, unit: 'USD/XAU', decimals: 8 }
const wake = { kind: 'marketWatch', slot: 1_795_208_500 } as const

describe('goldWatch', () => {
  it.each([
    ['high', 1n],
    ['low', 2n],
  ])('tells the price that it read itself, and that it is %s', (met, state) => {
    const produced = goldWatch.run({ gold }, { ...wake, met })
    expect(produced).toEqual({ state: { scaled: state, unit: '1', decimals: 0 }, gold })
    expect(encodeOutput(goldWatch, produced)).toHaveLength(2 + 2 * 64)
  })

  it('tells silence without a price', () => {
    expect(goldWatch.run({}, { ...wake, met: 'silent' })).toEqual({
      state: { scaled: 3n, unit: '1', decimals: 0 },
      gold: { ...gold, scaled: 0n },
    })
  })
})
