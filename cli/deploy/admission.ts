import { wakesOf } from '../../shared/authoring/wake'
import type { Clock } from '../../shared/core/clock'
import { nowInSeconds } from '../../shared/core/clock'
import type { Hex } from '../../shared/core/hex'
import { answerOf } from '../../shared/registry/readContract'
import type { Subscription } from '../../shared/runs/rows'
import type { Subscriptions } from '../../shared/runs/subscriptions'
import type { DeployChain } from './chain'
import type { Consumer } from './contracts'

/** How long a claim may wait to be mined, at most: 15 minutes. */
const TIME_TO_LIVE_IN_SECONDS = 900
/** What all its transactions may cost together: one ether of the local chain. */
const BUDGET_IN_WEI = String(10n ** 18n)

/** Bits of a policy's flags, as Policy.sol has them. */
const MODE_EACH = 1
const ANCHORED = 2

/** An example's standing order. */
export type AdmissionOrder = {
  readonly chain: DeployChain
  readonly consumer: Consumer
  readonly clock: Clock
}

/**
 * Reads an example's subscription and its policy from the chain, and admits it on those terms.
 *
 * Where requests wake its Cryplet, it listens to the example from the block on in which that subscribed: whatever was
 * asked while no fabric ran is answered later, unless it is too old then.
 *
 * @param subscriptions - Rows of the fabric.
 * @param order - Which consumer, of which Cryplet.
 * @returns As admitted.
 */
export async function admitConsumer(
  subscriptions: Subscriptions,
  order: AdmissionOrder,
): Promise<Subscription> {
  const { chain, consumer, clock } = order
  const { address, cryplet } = consumer
  const { subscription, policy } = await readTerms(chain, consumer)
  const flags = Number(policy.flags)
  const listens = wakesOf(cryplet.definition, 'request') !== undefined
  return subscriptions.admit({
    cryplet: cryplet.definition.name,
    crypletId: cryplet.crypletId,
    chainId: chain.chainId,
    receiver: address,
    subscription,
    callback: callbackOf(consumer, policy.selector),
    tiers: Number(policy.tiers) === 7 ? 7 : 3,
    mode: (flags & MODE_EACH) === 0 ? 'latest' : 'each',
    ...((flags & ANCHORED) !== 0 && { requiresAnchor: true }),
    ...(listens && { listensTo: await listensTo(chain, consumer, subscription) }),
    maxAgeInSeconds: Number(policy.maxAge),
    timeToLiveInSeconds: TIME_TO_LIVE_IN_SECONDS,
    budgetInWei: BUDGET_IN_WEI,
    codeHash: cryplet.codeHash,
    activatedAt: nowInSeconds(clock),
  })
}

type Terms = {
  readonly subscription: Hex
  readonly policy: {
    readonly selector: string
    readonly tiers: bigint
    readonly maxAge: bigint
    readonly flags: bigint
  }
}

async function readTerms({ provider }: DeployChain, { address, abi }: Consumer): Promise<Terms> {
  const reader = { provider, address, abi, at: 'latest' } as const
  const subscription = String((await answerOf(reader, 'subscription'))[0]) as Hex
  const [policy] = await answerOf(reader, 'policyOf', [subscription])
  // A struct of the contract's own ABI.
  return { subscription, policy: policy as Terms['policy'] }
}

async function listensTo(
  { chainId, provider }: DeployChain,
  { address, abi }: Consumer,
  subscription: Hex,
): Promise<NonNullable<Subscription['listensTo']>> {
  const topics = abi.encodeFilterTopics('Subscribed', [subscription])
  const [subscribed] = await provider.getLogs({ address, topics, fromBlock: 0 })
  // A chain without that log is read from its beginning, rather than to miss a question.
  const fromBlock = subscribed?.blockNumber ?? 0
  // The local chain takes no block back by itself.
  return { chainId, address, fromBlock, depth: 'instant' }
}

function callbackOf({ abi }: Consumer, selector: string): string {
  return abi.getFunction(selector)?.format('sighash') ?? selector
}
