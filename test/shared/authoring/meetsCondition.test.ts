import { isOutOfBand, meetsCondition } from '../../../shared/authoring/meetsCondition'
import { crossesDown, crossesUp, movedBy } from '../../../shared/authoring/watchCondition'

const to = (value: bigint, reference = 1_000n) => ({ value, reference })

describe('meetsCondition', () => {
  it('is at the level, not only beyond it', () => {
    expect([999n, 1_000n].map((v) => meetsCondition(crossesUp('10'), to(v)))).toEqual([false, true])
    expect([1_001n, 1_000n].map((v) => meetsCondition(crossesDown('10'), to(v)))).toEqual([
      false,
      true,
    ])
  })

  it('is a share of the magnitude of where it began, to the last digit', () => {
    const moved = movedBy(50)
    expect([1_004n, 1_005n, 995n].map((v) => meetsCondition(moved, to(v)))).toEqual([
      false,
      true,
      true,
    ])
    expect([-996n, -995n].map((v) => meetsCondition(moved, to(v, -1_000n)))).toEqual([false, true])
  })
})

describe('isOutOfBand', () => {
  it('is on the near side by an amount, in the decimals of the source, or by a share of the level', () => {
    const amount = crossesUp('10', { amount: '0.05' })
    expect([996n, 995n].map((v) => isOutOfBand(amount, to(v), 2))).toEqual([false, true])
    const share = crossesDown('10', { bps: 50 })
    expect([1_004n, 1_005n].map((v) => isOutOfBand(share, to(v), 2))).toEqual([false, true])
  })

  it('is never at the level, nor beyond it, however narrow the band', () => {
    expect([999n, 1_000n, 2_000n].map((v) => isOutOfBand(crossesUp('10'), to(v), 2))).toEqual([
      true,
      false,
      false,
    ])
  })
})
