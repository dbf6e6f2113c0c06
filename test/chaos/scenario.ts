import { id } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import { resolveSources } from '../../shared/authoring/resolveSources'
import type { Address, Hex } from '../../shared/core/hex'
import { deliveryId, wakeId } from '../../shared/core/ids'
import { marketClose } from '../../shared/cryplets/marketClose'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import type { Subscription } from '../../shared/runs/rows'
import { localSigner } from '../../shared/signing/localSigner'
import type { Random } from '../support/random'
import type { Policy } from './chain/receiver'

export const CHAIN_ID = 4_711
export const CONFIRMATIONS = 8
export const REGISTRY: Address = '0x00000000000000000000000000000000000000EE'
/** The first slot of each run, Unix seconds: the same in all, so that seals can be kept from run to run. */
export const START = Date.UTC(2026, 10, 20, 21) / 1000
export const WAKES = 5
export const SECONDS_BETWEEN_WAKES = 15
/** A source answers so long after its slot. */
export const FETCHED_AFTER = 2

export const sender = localSigner(localAccount('sender').privateKey as Hex)
/** Who carries claims of others, and has no part in the fabric. */
export const stranger = localSigner(localAccount('publisher').privateKey as Hex)
export const cryplet = loadCryplet()

const RECEIVERS: readonly Address[] = [
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
]
const SUBSCRIPTIONS = 6
const GWEI = 10n ** 9n

/** One subscription, as its operator admitted it and as its receiver sees it. */
export type Standing = { readonly subscription: Subscription; readonly policy: Policy }

/** What one run is about. */
export type Scenario = {
  readonly standings: readonly Standing[]
  readonly inFlight: number
  readonly blockTimeInMs: number
}

type Trait = (random: Random) => {
  readonly policy?: Partial<Policy>
  readonly terms?: Partial<Subscription>
}

// For fewer blocks than confirm a refusal, while claims have been waiting for long.
const goneForAWhile: Trait = (random) => {
  const from = START + random.between(35, 60)
  return {
    policy: {
      unknownFrom: from,
      unknownUntil: from + random.between(6, 12),
      pausedUntil: from + random.between(20, 60),
    },
  }
}
const plain: Trait = () => ({})
const tight: Trait = (random) => ({
  terms: { budgetInWei: String(BigInt(random.between(4, 12)) * 10n ** 14n) },
})
// Likewise, and most of its claims expire in flight.
const fleeting: Trait = (random) => ({
  policy: { maxAge: 40 },
  terms: { ...tight(random).terms, maxAgeInSeconds: 40, timeToLiveInSeconds: 30 },
})
// How subscriptions differ; the plain one most often.
const TRAITS: readonly Trait[] = [
  ...[plain, plain, plain],
  () => ({ policy: { minInterval: 15 } }),
  () => ({ policy: { then: 'failed' } }),
  () => ({ policy: { then: 'quarantined' } }),
  () => ({ policy: { then: 'reverted' } }),
  () => ({ policy: { isKnown: false } }),
  goneForAWhile,
  (random) => ({ policy: { pausedUntil: START + random.between(25, 170) } }),
  (random) => ({ terms: { maxFeePerGasInWei: String(BigInt(random.between(4, 20)) * GWEI) } }),
  (random) => ({ terms: { budgetInWei: String(BigInt(random.between(10, 40)) * 10n ** 14n) } }),
  // For one claim or two, at the first price.
  tight,
  fleeting,
]

export function drawScenario(random: Random): Scenario {
  return {
    standings: Array.from({ length: SUBSCRIPTIONS }, (_, index) => standing(random, index)),
    inFlight: random.pick([3, 8, 16]),
    blockTimeInMs: random.pick([2_000, 4_000, 6_000]),
  }
}

function standing(random: Random, index: number): Standing {
  const trait = random.pick(TRAITS)(random)
  const maxAgeInSeconds = random.pick([60, 100, 160])
  const policy: Policy = {
    ...{
      maxAge: maxAgeInSeconds,
      minInterval: 0,
      pausedUntil: 0,
      isKnown: true,
      unknownFrom: 0,
      unknownUntil: 0,
      then: 'applied',
    },
    ...trait.policy,
  }
  const subscription: Subscription = {
    ...{ cryplet: 'marketClose', crypletId: cryplet.crypletId, codeHash: cryplet.codeHash },
    ...{ chainId: CHAIN_ID, receiver: RECEIVERS[index % RECEIVERS.length] ?? REGISTRY },
    subscription: `0x${String(index + 1).padStart(64, '0')}`,
    ...{ callback: 'calculatePrice(int256,int256)', tiers: 7, mode: 'latest', activatedAt: 0 },
    ...{ maxAgeInSeconds, timeToLiveInSeconds: random.pick([45, 100]) },
    ...{ budgetInWei: String(10n ** 18n), sender: sender.address },
    ...trait.terms,
  }
  return { subscription, policy }
}

/** The slots of a run, Unix seconds. */
export const SLOTS: readonly number[] = Array.from(
  { length: WAKES },
  (_, index) => START + index * SECONDS_BETWEEN_WAKES,
)

const wakes = new Map(SLOTS.map((slot) => [slot, wakeId('schedule', cryplet.crypletId, slot)]))

export function wakeOf(slot: number): Hex {
  return wakes.get(slot) ?? wakeId('schedule', cryplet.crypletId, slot)
}

/** One claim that a run owes. */
export type Owed = Standing & {
  readonly deliveryId: Hex
  readonly wakeId: Hex
  readonly slot: number
}

export function owedBy({ standings }: Scenario): readonly Owed[] {
  return SLOTS.flatMap((slot) => {
    const wake = wakeOf(slot)
    return standings.map((each) => {
      return { ...each, slot, wakeId: wake, deliveryId: deliveryId(wake, each.subscription) }
    })
  })
}

// As `CryptoDelegate.sol` keeps feeds.
export function placeOf({
  receiver,
  subscription,
}: Pick<Subscription, 'receiver' | 'subscription'>): string {
  return `${receiver.toLowerCase()}-${subscription}`
}

function loadCryplet(): LoadedCryplet {
  const origin = 'https://sources.example'
  const settings = {
    GOLD_URL: `${origin}/gold?asOf={slot}`,
    SOFR_URL: `${origin}/sofr?date={slot:date}`,
  }
  const options = { allowedPrivateOrigins: [], pointsInward: () => false }
  const resolution = resolveSources(marketClose, settings, options)
  if (!resolution.ok) throw new Error(resolution.faults.join())
  return {
    definition: marketClose,
    crypletId: id('the Cryplet of the chaos') as Hex,
    codeHash: id('its code') as Hex,
    sources: resolution.sources,
  }
}
