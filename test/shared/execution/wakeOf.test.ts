import { AbiCoder, Interface } from 'ethers'
import { chainEvent, indexed } from '../../../shared/authoring/chainEvent'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { quantity } from '../../../shared/authoring/quantity'
import type { Wakes } from '../../../shared/authoring/wake'
import type { Address, Hex } from '../../../shared/core/hex'
import { marketClose } from '../../../shared/cryplets/marketClose'
import { priceOnRequest } from '../../../shared/cryplets/priceOnRequest'
import type { EventFacts, HttpFacts } from '../../../shared/envelope/wakeFacts'
import { topicOf, wakeOf } from '../../../shared/execution/wakeOf'

const word = (byte: string): Hex => `0x${byte.repeat(32)}`
const receiver: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const stranger: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const slot = 1_795_208_400
const coder = AbiCoder.defaultAbiCoder()
const abi = new Interface([
  'event CrypletRequested(bytes32 indexed subscription, bytes32 indexed requestId, bytes args)',
  'event Moved(address indexed from, string indexed note, uint256 amount, bool isLast, bytes rest)',
])

const target = { chainId: 31_337, receiver, subscription: word('5b') }

function factsOf(name: string, values: readonly unknown[], changes: object = {}): EventFacts {
  const { topics, data } = abi.encodeEventLog(name, values)
  const event = {
    chainId: 31_337,
    blockNumber: 7,
    blockHash: word('b7'),
    transaction: word('77'),
    logIndex: 0,
    address: receiver,
    topics: topics as Hex[],
    data: data as Hex,
    ...changes,
  }
  return { kind: 'chainEvent', crypletId: word('1d'), slot, event, target, generation: 0 }
}

function asked(args: string, changes: object = {}): EventFacts {
  return factsOf('CrypletRequested', [word('5b'), word('1e'), args], changes)
}

const wakes = chainEvent({
  event: 'Moved',
  args: {
    from: indexed('address'),
    note: indexed('string'),
    amount: 'uint256',
    isLast: 'bool',
    rest: 'bytes',
  },
})
const mover = definedBy(wakes)

function definedBy(declared: Wakes): ReturnType<typeof defineCryplet> {
  const zero = { scaled: 0n, unit: 'USD', decimals: 0 } as const
  return defineCryplet({
    name: 'mover',
    version: '1.0.0',
    runsIn: 'enclave',
    wakes: declared,
    sources: {},
    output: { zero: quantity('uint8', 'USD', 0) },
    run: () => ({ zero }),
  })
}

describe('wakeOf', () => {
  it('gives a slot', () => {
    const facts = { kind: 'schedule', crypletId: word('1d'), slot } as const
    expect(wakeOf(marketClose, facts)).toEqual({ kind: 'schedule', slot })
  })

  it('gives what a contract asked with', () => {
    const facts = asked(coder.encode(['uint64'], [2_500n]))
    expect(wakeOf(priceOnRequest, facts)).toEqual({
      ...{ kind: 'request', slot, requestId: word('1e') },
      args: { amountE3: 2_500n },
    })
  })

  it('gives what somebody posted', () => {
    const args = coder.encode(['uint64'], [1n]) as Hex
    const facts: HttpFacts = {
      ...{ kind: 'http', crypletId: word('1d'), slot, requestId: word('1e') },
      args,
    }
    expect(wakeOf(priceOnRequest, facts)).toEqual({
      ...{ kind: 'http', slot, requestId: word('1e') },
      args: { amountE3: 1n },
    })
  })

  it('gives an event by the names of its arguments, and of an indexed text the hash', () => {
    const facts = factsOf('Moved', [stranger, 'rent', 12n, true, '0xabcd'])
    expect(wakeOf(mover, facts)).toEqual({
      kind: 'chainEvent',
      slot,
      args: {
        from: stranger.toLowerCase(),
        note: facts.event.topics[2],
        amount: 12n,
        isLast: true,
        rest: '0xabcd',
      },
    })
  })

  it.each([
    ['another contract', { address: stranger }],
    ['another chain', { chainId: 1 }],
  ])('refuses a request of %s: only a subscriber asks for itself', (_, changes) => {
    const facts = asked(coder.encode(['uint64'], [1n]), changes)
    expect(() => wakeOf(priceOnRequest, facts)).toThrow("The wake's event is")
  })

  it('refuses a request for another subscription', () => {
    const facts = factsOf('CrypletRequested', [word('5c'), word('1e'), '0x'])
    expect(() => wakeOf(priceOnRequest, facts)).toThrow("The wake's subscription is")
  })

  it.each([
    ['nothing', '0x'],
    ['a number that is too large', coder.encode(['uint256'], [2n ** 64n])],
  ])('refuses %s instead of what was declared', (_, args) => {
    expect(() => wakeOf(priceOnRequest, asked(args))).toThrow(
      'What woke priceOnRequest cannot be read as (uint64)',
    )
  })

  it.each([
    ['a slot', priceOnRequest, { kind: 'schedule', crypletId: word('1d'), slot } as const],
    ['an event', marketClose, asked('0x')],
    ['another event', mover, asked('0x')],
  ])('refuses %s to a Cryplet that it does not wake', (_, cryplet, facts) => {
    expect(() => wakeOf(cryplet, facts)).toThrow("The wake's")
  })

  it('refuses an event whose arguments stand elsewhere', () => {
    const facts = factsOf('Moved', [stranger, 'rent', 12n, true, '0xabcd'])
    const { topics } = facts.event
    const event = { ...facts.event, topics: topics.slice(0, 2) }
    expect(() => wakeOf(mover, { ...facts, event })).toThrow('a log of 2 topics')
  })
})

describe('topicOf', () => {
  it('names the event that wakes a Cryplet', () => {
    expect(topicOf(mover)).toBe(abi.getEvent('Moved')?.topicHash)
    expect(topicOf(priceOnRequest)).toBe(abi.getEvent('CrypletRequested')?.topicHash)
    expect(topicOf(marketClose)).toBeUndefined()
  })
})
