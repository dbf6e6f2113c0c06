import type { Clock } from '../../shared/core/clock'
import { nowInSeconds } from '../../shared/core/clock'
import type { Address, Hex } from '../../shared/core/hex'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { answerOf } from '../../shared/registry/readContract'
import type { Subscription } from '../../shared/runs/rows'
import type { Subscriptions } from '../../shared/runs/subscriptions'
import type { DeployChain } from './chain'
import { GOLD_NOTE_ABI } from './contracts'

/** How long a claim may wait to be mined, at most: 15 minutes. */
const TIME_TO_LIVE_IN_SECONDS = 900
/** What all its transactions may cost together: one ether of the local chain. */
const BUDGET_IN_WEI = String(10n ** 18n)

/** The example's standing order. */
export type AdmissionOrder = {
  readonly chain: DeployChain
  readonly goldNote: Address
  readonly cryplet: LoadedCryplet
  readonly clock: Clock
}

/**
 * Reads the example's subscription and its policy from the chain, and admits it on those terms.
 *
 * @param subscriptions - Rows of the fabric.
 * @param order - Which consumer, which Cryplet.
 * @returns As admitted.
 */
export async function admitGoldNote(
  subscriptions: Subscriptions,
  order: AdmissionOrder,
): Promise<Subscription> {
  const { chain, goldNote, cryplet, clock } = order
  const reader = {
    provider: chain.provider,
    address: goldNote,
    abi: GOLD_NOTE_ABI,
    at: 'latest',
  } as const
  const subscription = String((await answerOf(reader, 'subscription'))[0]) as Hex
  // A struct of the contract's own ABI.
  const policy = (await answerOf(reader, 'policyOf', [subscription]))[0] as {
    readonly selector: string
    readonly tiers: bigint
    readonly maxAge: bigint
  }
  return subscriptions.admit({
    cryplet: cryplet.definition.name,
    crypletId: cryplet.crypletId,
    chainId: chain.chainId,
    receiver: goldNote,
    subscription,
    callback: callbackOf(policy.selector),
    tiers: Number(policy.tiers) === 7 ? 7 : 3,
    mode: 'latest',
    maxAgeInSeconds: Number(policy.maxAge),
    timeToLiveInSeconds: TIME_TO_LIVE_IN_SECONDS,
    budgetInWei: BUDGET_IN_WEI,
    codeHash: cryplet.codeHash,
    activatedAt: nowInSeconds(clock),
  })
}

function callbackOf(selector: string): string {
  return GOLD_NOTE_ABI.getFunction(selector)?.format('sighash') ?? selector
}
