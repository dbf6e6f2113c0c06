import type { Address, Hex } from '../../../shared/core/hex'
import { wakeId } from '../../../shared/core/ids'
import type {
  EventFacts,
  HttpFacts,
  WakeFacts,
  WatchFacts,
} from '../../../shared/envelope/wakeFacts'
import { detailOf, parseWakeFacts, wakeIdOf } from '../../../shared/envelope/wakeFacts'

const word = (byte: string): Hex => `0x${byte.repeat(32)}`
const receiver: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const stranger: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const common = { crypletId: word('1d'), slot: 1_795_208_400 }

const event: EventFacts = {
  kind: 'chainEvent',
  ...common,
  event: {
    ...{ chainId: 1, blockNumber: 7, blockHash: word('b7'), transaction: word('77') },
    ...{ logIndex: 3, address: receiver, topics: [word('01'), word('02')], data: '0xabcd' },
  },
  target: { chainId: 1, receiver, subscription: word('5b') },
  generation: 0,
}
const crossed: WatchFacts = {
  kind: 'marketWatch',
  ...common,
  watch: {
    ...{ number: 3, source: 'gold', met: 'high', condition: 'crossesUp', direction: 'up' },
    ...{ value: '4081', reference: '4080' },
  },
}
const silent: WatchFacts = {
  kind: 'marketWatch',
  ...common,
  watch: {
    ...{ number: 4, source: 'gold', met: 'silent', condition: 'silentFor' },
    since: common.slot - 120,
  },
}
const posted: HttpFacts = { kind: 'http', ...common, requestId: word('1e'), args: '0x01' }
const slot: WakeFacts = { kind: 'schedule', ...common }

describe('parseWakeFacts', () => {
  it.each([slot, { ...slot, kind: 'interval' as const }, event, posted, crossed, silent])(
    'gives what JSON carried: $kind',
    (facts) => {
      expect(parseWakeFacts(JSON.parse(JSON.stringify(facts)))).toEqual(facts)
    },
  )

  it.each<[string, unknown, string]>([
    ['a slot with an event', { ...slot, event: event.event }, 'wake: expected no members but'],
    ['an event without its target', { ...event, target: undefined }, 'wake.target: expected'],
    ['five topics', withLog({ topics: Array(5).fill(word('01')) }), 'at most four'],
    ['a short topic', withLog({ topics: ['0x01'] }), 'wake.event.topics[0]: expected 32 bytes'],
    ['a foreign member', withLog({ removed: false }), 'wake.event: expected no members but'],
    ['another kind', { ...slot, kind: 'dream' }, 'wake.kind: expected'],
    [
      'a watch without its find',
      { ...crossed, watch: undefined },
      'wake.watch: expected an object',
    ],
    ['a find beside a post', { ...posted, watch: crossed.watch }, 'wake: expected no members but'],
    ['an unknown condition', withFind({ condition: 'fell' }), 'wake.watch.condition: expected'],
    ['a crossing up that went down', withFind({ direction: 'down' }), 'direction: expected up'],
    ['a crossing that has not come so far', withFind({ value: '4079' }), 'wake.watch.value'],
    ['a value in a second writing', withFind({ value: '04081' }), 'wake.watch.value'],
    ['a value that is no integer', withFind({ value: '4081.5' }), 'wake.watch.value'],
    ['a silence with a value', withSilence({ value: '1' }), 'wake.watch: expected no members but'],
    ['a silence without its beginning', withSilence({ since: undefined }), 'wake.watch.since'],
    ['a foreign member of a find', withFind({ level: '1' }), 'wake.watch: expected no members but'],
  ])('refuses %s', (_, value, message) => {
    expect(() => parseWakeFacts(value)).toThrow(message)
  })
})

function withLog(changes: object): unknown {
  return { ...event, event: { ...event.event, ...changes } }
}

function withFind(changes: object): unknown {
  return { ...crossed, watch: { ...crossed.watch, ...changes } }
}

function withSilence(changes: object): unknown {
  return { ...silent, watch: { ...silent.watch, ...changes } }
}

describe('wakeIdOf', () => {
  it('names a slot as before there were other wakes', () => {
    expect(wakeIdOf(slot)).toBe(wakeId('schedule', common.crypletId, common.slot))
  })

  it('is another for another block, log, subscription or generation, and for nothing else', () => {
    const changes: readonly EventFacts[] = [
      { ...event, event: { ...event.event, blockHash: word('b8') } },
      { ...event, event: { ...event.event, logIndex: 4 } },
      { ...event, event: { ...event.event, chainId: 2 } },
      { ...event, target: { ...event.target, receiver: stranger } },
      { ...event, target: { ...event.target, subscription: word('5c') } },
      { ...event, generation: 1 },
    ]
    expect(new Set([event, ...changes].map(wakeIdOf)).size).toBe(changes.length + 1)
    // The rest follows from block and index.
    expect(wakeIdOf({ ...event, event: { ...event.event, data: '0x' } })).toBe(wakeIdOf(event))
  })

  it('is another for whatever a watch found, or found at another time', () => {
    const { watch } = crossed
    const others: readonly WatchFacts[] = [
      { ...crossed, slot: common.slot + 1 },
      { ...crossed, watch: { ...watch, number: 4 } },
      { ...crossed, watch: { ...watch, met: 'other' } },
      { ...crossed, watch: { ...watch, source: 'sofr' } },
      silent,
    ]
    expect(new Set([crossed, ...others].map(wakeIdOf)).size).toBe(others.length + 1)
    expect(wakeIdOf(parseWakeFacts(JSON.parse(JSON.stringify(crossed))))).toBe(wakeIdOf(crossed))
  })

  it('is that of the request, whatever was asked with', () => {
    expect(wakeIdOf({ ...posted, args: '0x02' })).toBe(wakeIdOf(posted))
    expect(wakeIdOf({ ...posted, requestId: word('1f') })).not.toBe(wakeIdOf(posted))
  })
})

describe('detailOf', () => {
  it('is what the columns of all wakes leave out', () => {
    expect(detailOf(slot)).toBeUndefined()
    const { target, generation } = event
    expect(detailOf(event)).toEqual({ event: event.event, target, generation })
    expect(detailOf(crossed)).toEqual({ watch: crossed.watch })
    expect(detailOf(posted)).toEqual({ requestId: word('1e'), args: '0x01' })
  })
})
