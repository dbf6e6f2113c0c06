import { goldWatch } from '../../../shared/cryplets/goldWatch'
import { marketClose } from '../../../shared/cryplets/marketClose'
import type { WakeFacts, WatchFacts } from '../../../shared/envelope/wakeFacts'
import { heardBy } from '../../../shared/execution/silence'
import { wakeOf } from '../../../shared/execution/wakeOf'

const slot = 1_795_208_400
const common = { kind: 'marketWatch', crypletId: `0x${'1d'.repeat(32)}`, slot } as const

// goldWatch: above 4080 it is dear, after two minutes without an answer it is silent.
function found(changes: object = {}): WatchFacts {
  const watch = {
    ...({
      number: 1,
      source: 'gold',
      met: 'high',
      condition: 'crossesUp',
      direction: 'up',
    } as const),
    ...{ value: '408100000000', reference: '408000000000' },
    ...changes,
  }
  return { ...common, watch }
}

function silence(changes: object = {}): WatchFacts {
  const watch = {
    ...({ number: 2, source: 'gold', met: 'silent', condition: 'silentFor' } as const),
    since: slot - 120,
    ...changes,
  }
  return { ...common, watch }
}

describe('wakeOf', () => {
  it('gives the condition that was met, and none of the numbers that only the host has seen', () => {
    expect(wakeOf(goldWatch, found())).toEqual({ kind: 'marketWatch', slot, met: 'high' })
    expect(wakeOf(goldWatch, silence())).toEqual({ kind: 'marketWatch', slot, met: 'silent' })
  })

  it.each<[string, WatchFacts, string]>([
    ['another source', found({ source: 'sofr' }), "The wake's watch.source is sofr"],
    ['no condition of it', found({ met: 'dear' }), "The wake's watch.met is dear"],
    ['what an object inherits', found({ met: 'toString' }), "The wake's watch.met is toString"],
    ['a condition of another kind', found({ condition: 'movedBy' }), 'watch.condition is movedBy'],
    ['another level', found({ reference: '400000000000' }), 'watch.reference is 400000000000'],
    ['a value short of it', found({ value: '407999999999' }), 'watch.value is 407999999999'],
    ['a shorter silence', silence({ since: slot - 119 }), 'watch.since is 119 s ago'],
    ['a silence that is to come', silence({ since: slot + 1 }), 'watch.since is -1 s ago'],
    ['a price that is called silent', found({ met: 'silent' }), 'watch.condition is crossesUp'],
    ['a silence that is called a price', silence({ met: 'high' }), 'watch.condition is silentFor'],
  ])('refuses %s', (_, facts, message) => {
    expect(() => wakeOf(goldWatch, facts)).toThrow(message)
  })

  it('refuses a find for a Cryplet that watches nothing', () => {
    expect(() => wakeOf(marketClose, found())).toThrow("The wake's kind is marketWatch")
  })
})

describe('heardBy', () => {
  const { sources } = goldWatch
  const clock: WakeFacts = { ...common, kind: 'schedule' }

  it('leaves out the source that is silent, and only then', () => {
    expect(heardBy(goldWatch, sources, silence())).toEqual({})
    expect(heardBy(goldWatch, sources, found())).toEqual(sources)
    expect(heardBy(goldWatch, sources, clock)).toEqual(sources)
  })
})
