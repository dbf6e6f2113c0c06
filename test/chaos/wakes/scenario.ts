import { AbiCoder, id } from 'ethers'
import type { Cryplet } from '../../../shared/authoring/defineCryplet'
import type { EventChainOptions } from '../../../shared/chain/events/eventChain'
import type { Depth } from '../../../shared/chain/events/stream'
import type { Address, Hex } from '../../../shared/core/hex'
import { priceOnRequest } from '../../../shared/cryplets/priceOnRequest'
import type { LoadedCryplet } from '../../../shared/execution/loadCryplets'
import { REQUESTED } from '../../../shared/execution/wakeOf'
import type { Subscription } from '../../../shared/runs/rows'
import type { Random } from '../../support/random'
import type { Content } from './chain/receiptsOf'

export const CHAIN_ID = 4_712
export const START = Date.UTC(2026, 10, 20, 21) / 1000
/** No reorganisation reaches so deep. */
export const FINAL_AFTER = 16
export const DEEPEST = 12

const EMITTER: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const RECEIVER: Address = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const SENDER: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const NOISE: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const PINGED = id('Pinged(uint256)') as Hex

const pinged: Pick<Cryplet, 'name' | 'wakes'> = {
  name: 'pinged',
  wakes: [{ kind: 'chainEvent', event: 'Pinged', args: { count: 'uint256' } }],
}

/** How much of what endpoints say is checked, and by what. */
export type Trust = {
  readonly endpoints: number
  readonly needed: number
  readonly proving: Pick<EventChainOptions, 'provesByReceipts' | 'provesRanges'>
}

const TRUSTS: readonly Trust[] = [
  { endpoints: 3, needed: 2, proving: {} },
  { endpoints: 3, needed: 2, proving: {} },
  { endpoints: 3, needed: 2, proving: { provesByReceipts: false } },
  { endpoints: 2, needed: 1, proving: {} },
  { endpoints: 2, needed: 1, proving: { provesRanges: false } },
]

/** One who waits for events. */
export type Listener = {
  /** Who comes late begins with what comes then. */
  subscription: Subscription & { readonly listensTo: NonNullable<Subscription['listensTo']> }
  readonly topic: Hex
  /** When it is admitted, after the start. */
  readonly admittedAtInMs: number
}

/** What one run is about. */
export type WakeScenario = {
  readonly trust: Trust
  /** The one that lies, when one does. */
  readonly liar: number
  /** Which endpoints show the receipts of a block. */
  readonly hasReceipts: readonly boolean[]
  readonly listeners: readonly Listener[]
  /** Blocks that were there before anybody listened. */
  readonly past: number
  readonly blockTimeInMs: number
}

export const cryplets: readonly LoadedCryplet[] = [
  loaded(pinged as Cryplet), // nothing else of it is looked at: it is not executed
  loaded(priceOnRequest),
]

export function drawWakeScenario(random: Random): WakeScenario {
  const trust = random.pick(TRUSTS)
  const past = random.pick([0, 0, 12, 40])
  const one = random.between(0, trust.endpoints - 1)
  return {
    ...{ trust, past, liar: random.between(0, trust.endpoints - 1) },
    hasReceipts: Array.from(
      { length: trust.endpoints },
      (_, index) => trust.needed === 1 || index === one || random.chance(0.8),
    ),
    listeners: drawListeners(random, past),
    blockTimeInMs: random.pick([3_000, 4_000, 5_000]),
  }
}

function drawListeners(random: Random, past: number): readonly Listener[] {
  const depth = (): Depth => random.pick(['instant', 'instant', 1, 2, 4, 'safe', 'finalized'])
  const fromBlock = random.between(0, past)
  const [ping, price] = cryplets
  if (ping === undefined || price === undefined) throw new Error('there are two Cryplets')
  const listener = (
    cryplet: LoadedCryplet,
    count: number,
    given: Partial<Listener> = {},
  ): Listener => {
    const isPing = cryplet === ping
    const listensTo = {
      ...{ chainId: CHAIN_ID, address: isPing ? EMITTER : RECEIVER, depth: depth() },
      fromBlock: fromBlock + random.between(0, 3),
    }
    const subscription: Listener['subscription'] = {
      ...{ cryplet: cryplet.definition.name, crypletId: cryplet.crypletId },
      ...{ codeHash: cryplet.codeHash, chainId: CHAIN_ID, receiver: RECEIVER, listensTo },
      ...{
        subscription: subscriptionOf(count),
        callback: 'answer(bytes32,int256)',
        tiers: 7 as const,
      },
      ...{
        mode: isPing ? 'latest' : ('each' as const),
        activatedAt: 0,
        maxAgeInSeconds: 3_600,
        timeToLiveInSeconds: 600,
      },
      ...{ budgetInWei: '1000000000000000000', sender: SENDER },
    }
    return { subscription, topic: isPing ? PINGED : REQUESTED, admittedAtInMs: 0, ...given }
  }
  const late = random.chance(0.3) ? random.between(20_000, 80_000) : 0
  return [
    listener(ping, 1),
    listener(ping, 2, { admittedAtInMs: late }),
    listener(price, 3),
    ...(random.chance(0.5) ? [listener(price, 4)] : []),
  ]
}

function subscriptionOf(count: number): Hex {
  return `0x${count.toString(16).padStart(64, '0')}`
}

// Which events a subscription is owed, wherever they are.
export function isOwed({ subscription, topic }: Listener, log: Content): boolean {
  const isOfStream =
    log.address === subscription.listensTo.address.toLowerCase() && log.topics[0] === topic
  return isOfStream && (topic !== REQUESTED || log.topics[1] === subscription.subscription)
}

// What contracts log; `count` makes each another.
export const emissions = {
  ping: (count: number): Content => {
    return { address: lower(EMITTER), topics: [PINGED], data: wordOf(count) }
  },
  request: (subscription: number, count: number): Content => {
    const args = AbiCoder.defaultAbiCoder().encode(['bytes'], [wordOf(count)]) as Hex
    const topics = [REQUESTED, subscriptionOf(subscription), wordOf(count)]
    return { address: lower(RECEIVER), topics, data: args }
  },
  // Of another contract, with a topic that is listened to; and of one that is, with another topic: blooms match.
  noise: (count: number): readonly Content[] => [
    { address: lower(NOISE), topics: [PINGED], data: wordOf(count) },
    { address: lower(EMITTER), topics: [id('Other(uint256)') as Hex], data: wordOf(count) },
  ],
}

function wordOf(count: number): Hex {
  return `0x${count.toString(16).padStart(64, '0')}`
}

function lower(address: Address): Hex {
  return address.toLowerCase() as Hex
}

function loaded(definition: Cryplet): LoadedCryplet {
  const crypletId = id(`the Cryplet ${definition.name} of the chaos`) as Hex
  return { definition, crypletId, codeHash: id('its code') as Hex, sources: {} }
}
