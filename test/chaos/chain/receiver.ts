import { Interface } from 'ethers'
import { cryptoDelegate } from '../../../shared/chain/contracts.generated'
import type { Address, Hex } from '../../../shared/core/hex'
import type { Claim } from '../../../shared/envelope/claim'
import { claimDigest } from '../../../shared/envelope/claimDigest'
import { parseDeliverCalldata } from '../../../shared/envelope/deliverCalldata'
import { kept } from '../kept'

/** What a subscription of the model accepts, as `CryptoDelegate.sol` reads its policy. */
export type Policy = {
  readonly maxAge: number
  readonly minInterval: number
  /** Passes by itself at this instant, Unix seconds; zero when it was never paused. */
  readonly pausedUntil: number
  /** False for a subscription that the contract does not have: it refuses for good. */
  readonly isKnown: boolean
  /** From here on, Unix seconds, it is refused like one that is unknown for good. */
  readonly unknownFrom: number
  /** Until it is made anew. */
  readonly unknownUntil: number
  /** What becomes of a claim that is accepted. */
  readonly then: 'applied' | 'failed' | 'quarantined' | 'reverted'
}

/** What a subscription has seen. */
export type Feed = { readonly sequence: bigint; readonly acceptedAt: number }

/** A call of `deliver`, read. */
export type Delivered = { readonly claim: Claim; readonly digest: Hex }

/** What a delivery comes to in a block. */
export type Verdict =
  | { readonly revert: Hex; readonly error: string }
  | {
      readonly feed: Feed
      readonly topics: readonly string[]
      readonly data: string
      readonly event: string
    }

const MAX_SKEW = 120
const delegate = new Interface(cryptoDelegate.abi)

const calls = new Map<string, Delivered>()

export function readDelivery(
  data: Hex,
  domain: { chainId: number; verifyingContract: Address },
): Delivered {
  return kept(calls, `${domain.verifyingContract}${data}`, () => {
    const { claim } = parseDeliverCalldata(data)
    return { claim, digest: claimDigest(claim, domain) }
  })
}

// The receiver's rule, in the order of `CryptoDelegate.sol`; seals are not looked at, since no fault of ours changes them.
export function receive(
  policy: Policy,
  feed: Feed,
  { claim, digest, timestamp }: Delivered & { readonly timestamp: number },
): Verdict {
  const refused = refusalOf(policy, feed, { claim, timestamp })
  if (refused !== undefined) return refused
  const { subscription, sequence, observedAt } = claim
  const told = (event: string, values: readonly unknown[], acceptedAt: number): Verdict => ({
    event,
    feed: { sequence, acceptedAt },
    ...eventLog(event, [subscription, digest, sequence, ...values]),
  })
  if (policy.then === 'failed') return told('DeliveryFailed', ['0x'], feed.acceptedAt)
  if (policy.then === 'quarantined') return told('Quarantined', [0, 9, 1, 8], feed.acceptedAt)
  return told('Delivered', [observedAt], timestamp)
}

function refusalOf(
  policy: Policy,
  feed: Feed,
  { claim, timestamp }: { readonly claim: Claim; readonly timestamp: number },
): Verdict | undefined {
  const { subscription, sequence, observedAt, expiresAt } = claim
  const now = BigInt(timestamp)
  const { maxAge, minInterval } = policy
  const earliest = feed.acceptedAt + minInterval
  const isGone = timestamp >= policy.unknownFrom && timestamp < policy.unknownUntil
  const rules: readonly (readonly [boolean, string, readonly unknown[]])[] = [
    [!policy.isKnown || isGone, 'SubscriptionUnknown', [subscription]],
    [sequence <= feed.sequence, 'ClaimOvertaken', [sequence, feed.sequence]],
    [now > expiresAt, 'ClaimExpired', [expiresAt, now]],
    [observedAt + BigInt(maxAge) < now, 'ObservedTooOld', [observedAt, now - BigInt(maxAge)]],
    [observedAt > now + BigInt(MAX_SKEW), 'ObservedInFuture', [observedAt, now + BigInt(MAX_SKEW)]],
    [timestamp < earliest, 'DeliveredTooSoon', [timestamp, earliest]],
    [timestamp < policy.pausedUntil, 'SubscriptionPaused', [subscription]],
    [policy.then === 'reverted', 'CallbackFailed', ['0x']],
  ]
  const broken = rules.find(([isBroken]) => isBroken)
  if (broken === undefined) return undefined
  const [, error, values] = broken
  const encode = (): Hex => delegate.encodeErrorResult(error, values) as Hex
  return { error, revert: kept(reverts, `${error} ${values.join()}`, encode) }
}

const reverts = new Map<string, Hex>()

type EventLog = { readonly topics: readonly string[]; readonly data: string }

// Each simulation of a claim encodes the same event.
const eventLogs = new Map<string, EventLog>()

function eventLog(event: string, values: readonly unknown[]): EventLog {
  return kept(eventLogs, `${event} ${values.join()}`, () => delegate.encodeEventLog(event, values))
}

const policies = new Map<string, Hex>()

// What `policyOf` returns.
export function encodePolicy({ minInterval, maxAge }: Policy): Hex {
  const policy = ['0x00000000', 1, maxAge, minInterval, 7, 0, 0, 0, MAX_SKEW, 99]
  return kept(
    policies,
    policy.join(),
    () => delegate.encodeFunctionResult('policyOf', [policy]) as Hex,
  )
}

export const POLICY_OF = delegate.getFunction('policyOf')?.selector ?? ''
