import { chainEvent, indexed } from '../../../../shared/authoring/chainEvent'
import type { Cryplet } from '../../../../shared/authoring/defineCryplet'
import { defineCryplet } from '../../../../shared/authoring/defineCryplet'
import { minutes } from '../../../../shared/authoring/duration'
import { httpJson } from '../../../../shared/authoring/httpJson'
import { interval } from '../../../../shared/authoring/interval'
import { bytes32 } from '../../../../shared/authoring/outputType'
import { quantity } from '../../../../shared/authoring/quantity'
import { schedule } from '../../../../shared/authoring/schedule'
import { goldWatch } from '../../../../shared/cryplets/goldWatch'
import { marketClose } from '../../../../shared/cryplets/marketClose'
import { priceOnRequest } from '../../../../shared/cryplets/priceOnRequest'
import type { ImaginedWake } from '../../../../shared/execution/simulate/simulatedWake'
import type { ImaginedAnswer, Simulated } from '../../../../shared/execution/simulate/simulateRun'
import { simulateRun } from '../../../../shared/execution/simulate/simulateRun'
import { SLOT } from '../../../support/enclaveFixture'

const ID = `0x${'1d'.repeat(32)}` as const
const GOLD = body({ price: 4123.45, updatedAt: SLOT - 20 })
const SOFR = body({ refRates: [{ percentRate: 4.31, effectiveDate: '2026-11-19' }] })

function body(json: unknown): ImaginedAnswer {
  return { bodies: [Buffer.from(JSON.stringify(json))] }
}

type Thought = {
  readonly wake: ImaginedWake
  readonly sources: Readonly<Record<string, ImaginedAnswer>>
  readonly fetchedAt?: number
}

function simulate(definition: Cryplet, thought: Thought): Simulated {
  return simulateRun(definition, { fetchedAt: SLOT, ...thought })
}

const closing = { kind: 'schedule', slot: SLOT } as const

describe('simulateRun', () => {
  it('reads bodies for a slot of a schedule, as a real run would', () => {
    const sources = { gold: GOLD, sofr: SOFR }
    expect(simulate(marketClose, { wake: closing, sources })).toEqual({
      ok: true,
      values: [
        { name: 'gold', value: '412345000000', unit: 'USD/XAU', decimals: 8 },
        { name: 'sofr', value: '4310000', unit: 'percent', decimals: 6 },
      ],
      payload: `0x${412345000000n.toString(16).padStart(64, '0')}${(4310000).toString(16).padStart(64, '0')}`,
      observedAt: SLOT,
      sequence: `${String(SLOT)}000`,
    })
  })

  it('takes numbers as they are, without bodies', () => {
    const sources = { gold: { value: '1.000000005' }, sofr: { value: '-0.1' } }
    // Half to even.
    expect(simulate(marketClose, { wake: closing, sources })).toMatchObject({
      values: [{ value: '100000000' }, { value: '-100000' }],
    })
  })

  it.each(['request', 'http'])('answers a %s with its arguments', (kind) => {
    const wake = { kind, slot: SLOT, requestId: ID, args: { amountE3: '1500' } }
    expect(simulate(priceOnRequest, { wake, sources: { gold: { value: '4000' } } })).toMatchObject({
      values: [
        { name: 'requestId', value: ID },
        { name: 'price', value: '600000000000', unit: 'USD' },
      ],
    })
  })

  it('wakes by an interval, and speaks for the moment of asking where a source only knows now', () => {
    const now = httpJson({
      ...{ url: 'https://a.example/x', value: '/v', providerTime: '/t', asOf: 'latest' },
      ...{ unit: 'USD', decimals: 2, maxAge: minutes(1) },
    })
    const ticker = defineCryplet({
      ...{
        name: 'ticker',
        version: '1.0.0',
        runsIn: 'enclave',
        wakes: interval({ every: minutes(5) }),
      },
      sources: { now },
      output: { now: quantity('int256', 'USD', 2) },
      run: (observed) => observed,
    })
    const wake = { kind: 'interval', slot: SLOT }
    const sources = { now: body({ v: 1, t: SLOT + 5 }) }
    expect(simulate(ticker, { wake, sources, fetchedAt: SLOT + 6 })).toMatchObject({
      ...{ ok: true, observedAt: SLOT + 6, sequence: `${String(SLOT + 6)}000` },
    })
    expect(simulate(ticker, { wake, sources, fetchedAt: SLOT + 66 })).toMatchObject({
      faults: [{ source: 'now', code: 'SOURCE_STALE' }],
    })
    const between = { kind: 'interval', slot: SLOT + 1 }
    expect(() => simulate(ticker, { wake: between, sources })).toThrow(
      `The wake's slot is ${String(SLOT + 1)}, but must be one of the interval that it declares.`,
    )
  })

  it('wakes by what a watch finds, and by a silence without an answer of its source', () => {
    const high = { kind: 'marketWatch', slot: SLOT, met: 'high' }
    expect(simulate(goldWatch, { wake: high, sources: { gold: { value: '4081' } } })).toMatchObject(
      {
        values: [
          { name: 'state', value: '1' },
          { name: 'gold', value: '408100000000' },
        ],
        observedAt: SLOT,
      },
    )
    const silent = { ...high, met: 'silent' }
    expect(simulate(goldWatch, { wake: silent, sources: {} })).toMatchObject({
      values: [{ value: '3' }, { value: '0' }],
    })
    expect(() => simulate(goldWatch, { wake: silent, sources: { gold: GOLD } })).toThrow(
      'sources.gold: expected only',
    )
    const none = { ...high, met: 'higher' }
    expect(() => simulate(goldWatch, { wake: none, sources: { gold: GOLD } })).toThrow(
      'met: expected one of high, low, silent, got "higher".',
    )
  })

  it('wakes by an event; of an indexed text it gets the hash, as from a chain', () => {
    const types = { from: indexed('address'), memo: indexed('string'), amount: 'uint256' } as const
    const counter = defineCryplet({
      ...{ name: 'counter', version: '1.0.0', runsIn: 'enclave', sources: {} },
      wakes: chainEvent({ event: 'Paid', args: types }),
      output: { memo: bytes32(), amount: quantity('uint256', 'wei', 0) },
      run: (_, { args }) => ({
        memo: args.memo,
        amount: { scaled: args.amount, unit: 'wei', decimals: 0 },
      }),
    })
    const from = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    const wake = { kind: 'chainEvent', slot: SLOT, args: { from, memo: ID, amount: '7' } }
    expect(simulate(counter, { wake, sources: {} })).toMatchObject({
      values: [{ value: ID }, { value: '7' }],
    })
    const text = { ...wake, args: { from, memo: 'lunch', amount: '7' } }
    expect(() => simulate(counter, { wake: text, sources: {} })).toThrow('args.memo')
  })

  it('takes the median of several endpoints, and tells when too few agree', () => {
    const gold = httpJson({
      url: ['https://a.example/{slot}', 'https://b.example/{slot}', 'https://c.example/{slot}'],
      ...{ value: '/price', providerTime: '/updatedAt', asOf: 'slot', maxAge: minutes(1) },
      ...{ unit: 'USD/XAU', decimals: 2, quorum: { atLeast: 2, maxSpreadInBps: 10 } },
    })
    const several = defineCryplet({
      ...{ name: 'several', version: '1.0.0', runsIn: 'enclave' },
      wakes: schedule({ at: 'close', calendar: 'XNYS' }),
      sources: { gold },
      output: { gold: quantity('int256', 'USD/XAU', 2) },
      run: (observed) => observed,
    })
    const asked = (...prices: readonly number[]): Simulated => {
      const bodies = prices.map((price) => Buffer.from(JSON.stringify({ price, updatedAt: SLOT })))
      return simulate(several, { wake: closing, sources: { gold: { bodies } } })
    }
    expect(asked(4000, 4001, 4100)).toMatchObject({ values: [{ name: 'gold', value: '400050' }] })
    expect(asked(4001, 4001)).toMatchObject({ values: [{ value: '400100' }] })
    expect(asked(4000, 4100, 4200)).toMatchObject({ faults: [{ code: 'SOURCE_QUORUM' }] })
    expect(asked(4000)).toMatchObject({ faults: [{ code: 'SOURCE_QUORUM' }] })
    expect(() => asked(1, 1, 1, 1)).toThrow('sources.gold: expected at most 3, one a URL')
  })

  it('tells what a real run would end with', () => {
    const old = body({ price: 1, updatedAt: SLOT - 301 })
    expect(simulate(marketClose, { wake: closing, sources: { gold: old, sofr: SOFR } })).toEqual({
      ok: false,
      faults: [
        {
          source: 'gold',
          code: 'SOURCE_STALE',
          detail: '301 s old; at most 300 are allowed',
          retryable: true,
        },
      ],
    })
    const nothing = { value: 'one' }
    expect(
      simulate(marketClose, { wake: closing, sources: { gold: nothing, sofr: SOFR } }),
    ).toMatchObject({ faults: [{ source: 'gold', code: 'SOURCE_VALUE_INVALID' }] })
  })

  it('counts the business days that the overrides leave', () => {
    const stale = body({ refRates: [{ percentRate: 4.31, effectiveDate: '2026-11-17' }] })
    const sources = { gold: GOLD, sofr: stale }
    expect(simulate(marketClose, { wake: closing, sources })).toMatchObject({
      faults: [{ source: 'sofr', code: 'SOURCE_STALE' }],
    })
    const overrides = { closed: ['2026-11-18'] }
    expect(simulate(marketClose, { wake: { ...closing, overrides }, sources })).toMatchObject({
      ok: true,
    })
  })

  const sources = { gold: GOLD, sofr: SOFR }
  const saturday = SLOT + 86_400
  it.each([
    [
      'a kind that it does not declare',
      { kind: 'http', slot: SLOT },
      'kind is http, but must be one of schedule',
    ],
    [
      'a slot that it does not have',
      { kind: 'schedule', slot: saturday },
      `slot is ${String(saturday)}`,
    ],
    ['arguments of a schedule', { ...closing, args: {} }, 'args: expected none with schedule'],
    ['a condition of a schedule', { ...closing, met: 'high' }, 'met: expected none with schedule'],
    ['a request id of a schedule', { ...closing, requestId: ID }, 'requestId: expected none'],
  ])('refuses %s', (_, wake, fault) => {
    expect(() => simulate(marketClose, { wake, sources })).toThrow(fault)
  })

  it.each([
    [
      'a source without an answer',
      { gold: GOLD },
      'sources.sofr: expected an answer, got undefined',
    ],
    [
      'an answer without a source',
      { ...sources, silver: GOLD },
      'sources.silver: expected only gold, sofr',
    ],
  ])('refuses %s', (_, given, fault) => {
    expect(() => simulate(marketClose, { wake: closing, sources: given })).toThrow(fault)
  })

  it.each([
    [{}, 'args.amountE3: expected an integer'],
    [{ amountE3: '-1' }, 'args'],
    [{ amountE3: '1', unit: 'oz' }, 'no members but amountE3'],
  ])('refuses the arguments %p', (args, fault) => {
    const wake = { kind: 'request', slot: SLOT, args }
    expect(() => simulate(priceOnRequest, { wake, sources: { gold: GOLD } })).toThrow(fault)
  })
})
