import {
  type CrypletDefinition,
  defineCryplet,
  type Output,
} from '../../../shared/authoring/defineCryplet'
import { businessDays, hours, minutes } from '../../../shared/authoring/duration'
import { CrypletDefinitionError, QuantityMismatchError } from '../../../shared/authoring/errors'
import { httpJson } from '../../../shared/authoring/httpJson'
import { quantity } from '../../../shared/authoring/quantity'
import { schedule } from '../../../shared/authoring/schedule'
import type { Sources } from '../../../shared/authoring/source'

const wake = { kind: 'schedule', slot: 1_763_672_400 } as const

const gold = httpJson({
  url: '%GOLD_URL%',
  value: '/price',
  providerTime: '/updatedAt',
  unit: 'USD/XAU',
  decimals: 8,
  asOf: 'slot',
  maxAge: minutes(5),
})

const definition = {
  name: 'goldOnly',
  version: '1.0.0',
  runsIn: 'enclave' as const,
  wakes: schedule({ at: 'close', calendar: 'XNYS' }),
  sources: { gold },
  output: { gold: quantity('uint64', 'USD/XAU', 8) },
  run: ({ gold }: { gold: { scaled: bigint; unit: 'USD/XAU'; decimals: 8 } }) => ({ gold }),
}

const faultsOf = (change: Partial<CrypletDefinition<Sources, Output>>): readonly string[] => {
  try {
    defineCryplet<Sources, Output>({ ...definition, run: (observed) => observed, ...change })
  } catch (error) {
    if (error instanceof CrypletDefinitionError) return error.faults
    throw error
  }
  return []
}

describe('defineCryplet', () => {
  const cryplet = defineCryplet(definition)
  const observed = { gold: { scaled: 408_355_000_000n, unit: 'USD/XAU', decimals: 8 } }

  it('runs from observations to values', () => {
    expect(cryplet.run(observed, wake)).toEqual(observed)
  })

  it.each([
    [{}, 'goldOnly.sources.gold: expected USD/XAU with 8 decimals, got nothing.'],
    [
      { gold: { ...observed.gold, unit: 'USD' } },
      'goldOnly.sources.gold: expected USD/XAU with 8 decimals, got USD with 8 decimals.',
    ],
    [
      { gold: { ...observed.gold, decimals: 18 } },
      'goldOnly.sources.gold: expected USD/XAU with 8 decimals, got USD/XAU with 18 decimals.',
    ],
    [
      { ...observed, silver: observed.gold },
      'goldOnly.sources.silver: expected nothing, got USD/XAU with 8 decimals.',
    ],
  ])('refuses observations %j', (values, message) => {
    expect(() => cryplet.run(values, wake)).toThrow(message)
  })

  it.each([
    [-1n, 'goldOnly.output.gold: expected uint64, got -1.'],
    [2n ** 64n, 'goldOnly.output.gold: expected uint64, got 18446744073709551616.'],
  ])('refuses an output of %s, which its type cannot hold', (scaled, message) => {
    expect(() => cryplet.run({ gold: { ...observed.gold, scaled } }, wake)).toThrow(message)
  })

  it('refuses an output with another unit, decimals or name than declared', () => {
    for (const produced of [
      { gold: { ...observed.gold, unit: 'XAU/USD' } },
      { gold: { ...observed.gold, decimals: 6 } },
      { ...observed, price: observed.gold },
      {},
    ]) {
      const lying = defineCryplet<Sources, Output>({ ...definition, run: () => produced })
      expect(() => lying.run(observed, wake)).toThrow(QuantityMismatchError)
    }
  })

  it('does not compile when the output has another unit or other decimals', () => {
    defineCryplet({
      ...definition,
      output: { gold: quantity('int256', 'XAU/USD', 8) },
      // @ts-expect-error The source is in USD/XAU.
      run: ({ gold }) => ({ gold }),
    })
    defineCryplet({
      ...definition,
      output: { gold: quantity('int256', 'USD/XAU', 18) },
      // @ts-expect-error The source has 8 decimals.
      run: ({ gold }) => ({ gold }),
    })
  })

  const wrong: readonly [Partial<CrypletDefinition<Sources, Output>>, string][] = [
    [{ name: 'Gold Only' }, 'its name must be camelCase, at most 64 letters and digits'],
    [{ version: '1' }, 'version 1 is not of the form 1.2.3'],
    [{ output: {} }, 'it has no output'],
    [
      { wakes: { ...definition.wakes, at: '9:5' as const } },
      'at 9:5 is neither close nor a time as HH:MM',
    ],
    [
      { wakes: { ...definition.wakes, zone: 'Europe/Zurich' } },
      'a zone says nothing beside at: close',
    ],
    [
      { wakes: { ...definition.wakes, at: '12:00' as const, zone: 'America/Gotham' } },
      'zone America/Gotham is not an IANA time zone, as in America/New_York',
    ],
    [
      { output: { gold: quantity('int256', 'USD/1', 8) } },
      'output gold: USD/1 is not a unit as in USD or USD/XAU',
    ],
    [{ sources: { '0': gold } }, 'source 0: its name must be camelCase'],
    [
      { output: { gold: quantity('int256', 'USD per oz', 8) } },
      'output gold: USD per oz is not a unit as in USD or USD/XAU',
    ],
    [
      { output: { gold: quantity('int256', 'USD/USD', 8) } },
      'output gold: USD/USD is not a unit as in USD or USD/XAU',
    ],
    [
      { output: { gold: quantity('int256', 'USD', 78) } },
      'output gold: decimals must be 0 to 77, not 78',
    ],
    [
      { sources: { gold: { ...gold, value: 'price' } } },
      'source gold: value price is not a JSON pointer as in /price',
    ],
    [
      { sources: { gold: { ...gold, value: '/~2' } } },
      'source gold: value /~2 is not a JSON pointer as in /price',
    ],
    [
      { sources: { gold: { ...gold, urls: ['https://a.example/{day}'] } } },
      'source gold: https://a.example/{day}: only {slot} and {slot:date} can stand in braces',
    ],
    [{ sources: { gold: { ...gold, urls: [] } } }, 'source gold: it has no url'],
    [
      { sources: { gold: { ...gold, urls: ['%A%', '%B%'] } } },
      'source gold: its quorum must be more than half of 2 urls and no more than all',
    ],
    [
      {
        sources: {
          gold: { ...gold, urls: ['%A%', '%A%'], quorum: { atLeast: 2, maxSpreadInBps: 50 } },
        },
      },
      'source gold: it has the same url twice',
    ],
    [
      { sources: { gold: { ...gold, quorum: { atLeast: 1, maxSpreadInBps: -1 } } } },
      'source gold: maxSpreadInBps must be 0 to 10000',
    ],
    [
      // As JavaScript may write it.
      { sources: { gold: { ...gold, body: 'open' as 'public' } } },
      'source gold: its body must be public, or not be said',
    ],
    [
      { sources: { gold: { ...gold, maxAge: hours(0) } } },
      'source gold: maxAge must be more than nothing',
    ],
    [
      { sources: { gold: { ...gold, maxAge: businessDays(Number.NaN) } } },
      'source gold: maxAge must be more than nothing',
    ],
  ]

  it.each(wrong.map(([change, fault]) => ({ change, fault })))(
    'says: $fault',
    ({ change, fault }) => {
      expect(faultsOf(change)).toContain(fault)
    },
  )

  it('names every fault at once', () => {
    expect(faultsOf({ name: '', version: '', output: {} })).toHaveLength(3)
  })
})
