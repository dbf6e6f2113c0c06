import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { hours, minutes, seconds } from '../../../shared/authoring/duration'
import { CrypletDefinitionError } from '../../../shared/authoring/errors'
import { httpJson } from '../../../shared/authoring/httpJson'
import { manifestOf } from '../../../shared/authoring/manifestOf'
import type { MarketWatchOptions } from '../../../shared/authoring/marketWatch'
import { marketWatch } from '../../../shared/authoring/marketWatch'
import { quantity } from '../../../shared/authoring/quantity'
import type { Wakes } from '../../../shared/authoring/wake'
import type { WatchCondition, WatchConditions } from '../../../shared/authoring/watchCondition'
import {
  crossesDown,
  crossesUp,
  movedBy,
  silentFor,
} from '../../../shared/authoring/watchCondition'

const gold = httpJson({
  ...{ url: 'https://gold.example/{slot}', value: '/price', providerTime: '/at' },
  ...{ unit: 'USD/XAU', decimals: 2, asOf: 'slot', maxAge: minutes(1) },
})
const output = { gold: quantity('int256', 'USD/XAU', 2) }
const common = { name: 'watcher', version: '1.0.0', runsIn: 'enclave', output } as const
const price = { scaled: 408_000n, unit: 'USD/XAU', decimals: 2 } as const
const none = { scaled: 0n, unit: 'USD/XAU', decimals: 2 } as const

function watcher(wakes: Wakes): ReturnType<typeof defineCryplet> {
  return defineCryplet({ ...common, wakes, sources: { gold }, run: () => ({ gold: price }) })
}

const high = crossesUp('4080.00', { bps: 20 })

type Changes = Partial<MarketWatchOptions<string, WatchConditions>>

function whenHigh(condition: WatchCondition): Changes {
  return { when: { high: condition } }
}

function faultsOf(changes: Changes): readonly string[] {
  try {
    watcher(marketWatch({ source: 'gold', every: seconds(5), when: { high }, ...changes }))
  } catch (error) {
    if (error instanceof CrypletDefinitionError) return error.faults
    throw error
  }
  return []
}

describe('marketWatch', () => {
  it('is plain data, in the manifest as declared', () => {
    const when = { high, low: crossesDown('4020', { amount: '5.50' }), moved: movedBy(50) }
    const watch = marketWatch({ source: 'gold', every: seconds(5), when })
    expect(manifestOf(watcher(watch)).wakes).toEqual([
      {
        ...{ kind: 'marketWatch', source: 'gold', everyInSeconds: 5 },
        when: {
          high: { kind: 'crossesUp', level: '4080.00', band: { bps: 20 } },
          low: { kind: 'crossesDown', level: '4020', band: { amount: '5.50' } },
          moved: { kind: 'movedBy', bps: 50 },
        },
      },
    ])
  })

  it.each<[string, Changes, string]>([
    ['what is no source', { source: 'silver' }, 'it watches silver, which is none of its'],
    ['each half second', { every: seconds(0.5) }, 'a watch must look each 1 to 86400'],
    ['each other day', { every: hours(48) }, 'a watch must look each 1 to 86400'],
    ['for nothing', { when: {} }, 'a watch must have 1 to 16 conditions'],
    ['by a name with a space', { when: { 'too high': high } }, 'too high: its name must be'],
    ['for a level that rounds', whenHigh(crossesUp('1.005')), 'level 1.005 is not a number'],
    ['for a level as JSON has it', whenHigh(crossesUp('4.08e3')), 'level 4.08e3 is not a'],
    ['with half a bp', whenHigh(crossesUp('1', { bps: 0.5 })), 'its band must be whole bps'],
    ['with a negative band', whenHigh(crossesUp('1', { amount: '-1' })), 'its band -1 is not'],
    ['for no movement', whenHigh(movedBy(0)), 'it must be whole bps from 1 to 1000000'],
    ['for a silence between looks', whenHigh(silentFor(seconds(4))), 'a silence must be'],
    ['within nothing', { within: { least: '4080', most: '4080' } }, 'within must be two'],
    ['for what is absurd', { within: { least: '1', most: '9' } }, 'lies outside of what'],
  ])('cannot watch %s', (_, changes, fault) => {
    const faults = faultsOf(changes)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(fault)
  })

  it('takes what lies on the bounds', () => {
    const when = { high, moved: movedBy(1), silent: silentFor(seconds(5)) }
    expect(faultsOf({ when, within: { least: '4080', most: '4080.01' } })).toEqual([])
  })
})

describe('a silent source', () => {
  const when = { high, silent: silentFor(minutes(2)) }
  const cryplet = defineCryplet({
    ...common,
    wakes: marketWatch({ source: 'gold', every: seconds(5), when }),
    sources: { gold },
    // Does not compile with `gold` alone, since it may not be there.
    run: ({ gold: seen }, { met }) => ({ gold: met === 'silent' ? none : (seen ?? price) }),
  })
  const wake = { kind: 'marketWatch', slot: 1 } as const

  it('is not there when its silence woke the Cryplet', () => {
    expect(cryplet.run({}, { ...wake, met: 'silent' })).toEqual({ gold: none })
    expect(() => cryplet.run({ gold: price }, { ...wake, met: 'silent' })).toThrow(
      'watcher.sources.gold: expected nothing, got USD/XAU with 2 decimals.',
    )
  })

  it('must be there when anything else did', () => {
    expect(cryplet.run({ gold: price }, { ...wake, met: 'high' })).toEqual({ gold: price })
    expect(() => cryplet.run({}, { ...wake, met: 'high' })).toThrow(
      'watcher.sources.gold: expected USD/XAU with 2 decimals, got nothing.',
    )
  })
})
