import fc from 'fast-check'
import type { Look } from '../../../shared/activities/nextWatch'
import { nextWatch } from '../../../shared/activities/nextWatch'
import { minutes, seconds } from '../../../shared/authoring/duration'
import { marketWatch } from '../../../shared/authoring/marketWatch'
import type { WatchConditions } from '../../../shared/authoring/watchCondition'
import {
  crossesDown,
  crossesUp,
  movedBy,
  silentFor,
} from '../../../shared/authoring/watchCondition'
import type { WatchDetail } from '../../../shared/envelope/watchDetail'
import type { WatchState } from '../../../shared/runs/watches'

const EVERY = 10

type Told = bigint | 'silent' | { readonly pauseInSeconds: number }

// Looks each ten seconds, and gives what was found and when.
function watch(when: WatchConditions, told: readonly Told[], before?: WatchState) {
  const declared = marketWatch({ source: 'gold', every: seconds(EVERY), when })
  let state = before
  let slot = before?.lookedAt ?? 0
  const found: (WatchDetail & { readonly slot: number })[] = []
  for (const each of told) {
    if (typeof each === 'object') {
      slot += each.pauseInSeconds
      continue
    }
    slot += EVERY
    const look: Look =
      typeof each === 'bigint' ? { slot, value: each } : { slot, reasons: ['it is away'] }
    // What is owed is woken between two looks.
    state = nextWatch({ watch: declared, decimals: 0 }, state && { ...state, owed: [] }, look)
    found.push(...state.owed.map(({ watch: detail, slot: at }) => ({ ...detail, slot: at })))
  }
  return { state, found, slots: found.map((each) => each.slot) }
}

const up = { high: crossesUp('100', { amount: '5' }) }
const down = { low: crossesDown('100', { bps: 500 }) }

describe('crossesUp', () => {
  it('arms at the first look and wakes at none, wherever the value is', () => {
    expect(watch(up, [120n]).found).toEqual([])
    expect(watch(up, [100n, 101n, 130n]).found).toEqual([])
  })

  it('wakes once when the level is reached, with what came along', () => {
    expect(watch(up, [99n, 100n, 130n, 100n]).found).toEqual([
      {
        ...{ number: 1, source: 'gold', met: 'high', condition: 'crossesUp', direction: 'up' },
        ...{ value: '100', reference: '100', slot: 20 },
      },
    ])
  })

  it('wakes not again until the value was out of the band', () => {
    expect(watch(up, [99n, 101n, 96n, 101n, 96n, 101n]).slots).toEqual([20])
    expect(watch(up, [99n, 101n, 95n, 101n]).slots).toEqual([20, 40])
  })

  it('wakes when the level was crossed while nothing was heard', () => {
    expect(watch(up, [99n, 'silent', 'silent', 101n]).slots).toEqual([40])
  })

  it('does not wake for the level alone when its band is nothing', () => {
    const bare = { high: crossesUp('100') }
    expect(watch(bare, [99n, 100n, 100n, 99n, 100n]).slots).toEqual([20, 50])
  })
})

describe('crossesDown', () => {
  it('is the same, the other way round, with a band in shares of the level', () => {
    const { found } = watch(down, [101n, 99n, 104n, 99n, 105n, 98n])
    expect(found).toMatchObject([
      { number: 1, direction: 'down', value: '99', slot: 20 },
      { number: 2, direction: 'down', value: '98', slot: 60 },
    ])
  })

  it('takes the share of a negative level', () => {
    const below = { low: crossesDown('-100', { bps: 500 }) }
    expect(watch(below, [-99n, -100n, -96n, -100n, -95n, -101n]).slots).toEqual([20, 60])
  })
})

describe('movedBy', () => {
  const moved = { moved: movedBy(100) }

  it('counts from the first look, then from the value of its last wake', () => {
    expect(watch(moved, [1000n, 1009n, 1010n, 1011n, 999n, 1000n]).found).toMatchObject([
      { value: '1010', reference: '1000', direction: 'up', slot: 30 },
      { value: '999', reference: '1010', direction: 'down', slot: 50 },
    ])
  })

  it('takes any move from zero, and none for one', () => {
    expect(watch(moved, [0n, 0n, 1n]).slots).toEqual([30])
  })
})

describe('silentFor', () => {
  const silent = { silent: silentFor(seconds(20)) }

  it('wakes once for a silence, and again for the next', () => {
    const told: readonly Told[] = [1n, 'silent', 'silent', 'silent', 'silent', 1n]
    expect(watch(silent, [...told, 'silent', 'silent']).found).toEqual([
      { number: 1, source: 'gold', met: 'silent', condition: 'silentFor', since: 10, slot: 30 },
      { number: 2, source: 'gold', met: 'silent', condition: 'silentFor', since: 60, slot: 80 },
    ])
  })

  it('counts from the first look where nothing was ever heard', () => {
    expect(watch(silent, ['silent', 'silent', 'silent']).found).toMatchObject([
      { since: 10, slot: 30 },
    ])
  })

  it('does not count a pause in which nobody listened', () => {
    const paused = { silent: silentFor(minutes(5)) }
    const { found } = watch(paused, [1n, { pauseInSeconds: 3600 }, 'silent', 'silent'])
    expect(found).toEqual([])
  })
})

describe('nextWatch', () => {
  const all = { ...up, ...down, moved: movedBy(100), silent: silentFor(seconds(20)) }

  it('numbers what one look finds in the order of declaration', () => {
    expect(watch(all, [90n, 110n]).found).toMatchObject([
      { number: 1, met: 'high', slot: 20 },
      { number: 2, met: 'moved', slot: 20 },
    ])
  })

  it('begins anew with a condition that is declared anew, and never numbers back', () => {
    const { state } = watch(up, [90n, 110n])
    const moved = { high: crossesUp('120', { amount: '5' }) }
    expect(watch(moved, [130n], state).found).toEqual([])
    expect(watch(moved, [119n, 120n], state).found).toMatchObject([{ number: 2 }])
  })

  it('tells of a row of looks that gave nothing, and when it is over', () => {
    const during = watch(all, [1n, 'silent', 'silent']).state
    const reasons = ['it is away']
    expect(during?.trouble).toEqual({ reasons, since: 20, until: 30, looks: 2 })
    const after = watch(all, [1n], during).state
    expect(after).toMatchObject({ lookedAt: 40, heardAt: 40, trouble: during?.trouble })
    expect(watch(all, ['silent'], after).state?.trouble).toMatchObject({ since: 50, looks: 1 })
  })

  it('gives the same for the same, so that a look that is repeated owes the same wakes', () => {
    const { state } = watch(all, [90n])
    expect(watch(all, [110n], state)).toEqual(watch(all, [110n], state))
  })

  it('wakes exactly once for each way from out of the band to the level, whatever lies between', () => {
    const values = fc.array(fc.bigInt({ min: 90n, max: 110n }), { maxLength: 60 })
    fc.assert(
      fc.property(values, (path) => {
        // Said otherwise than it is done: strip what lies in the band, then count steps from below to the level.
        const [first, ...rest] = path
        const isArmedFirst = first !== undefined && first < 100n
        const outside = rest.filter((value) => value <= 95n || value >= 100n)
        const marks = [isArmedFirst ? 90n : 100n, ...outside]
        const crossings = marks.filter((v, i) => i > 0 && v >= 100n && (marks[i - 1] ?? 0n) <= 95n)
        expect(watch(up, path).found).toHaveLength(crossings.length)
      }),
    )
  })
})
