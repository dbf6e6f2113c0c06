import type { Provider } from 'ethers'
import type { Address, Hex } from '../../core/hex'
import { parseTiers } from '../../envelope/parseTiers'
import type { Tiers } from '../../envelope/tiers'
import type { ContractReader } from '../../registry/readContract'
import { answerOf, StateUnavailableError } from '../../registry/readContract'
import { registryAbi } from '../../registry/registryAbi'
import { delegateAbi } from './delegateAbi'
import type { Delivery } from './readDelivery'

/** What a receiver asks of a claim, as of one block. */
export type Receiver = {
  /** What the receiver computes for the claim. */
  readonly digest: Hex
  /** Left out when the receiver knows no such subscription. */
  readonly policy?: ReceiverPolicy
  readonly registry: ContractReader
}

/** The part of a policy that a verification looks at. */
export type ReceiverPolicy = {
  readonly tiers: Tiers
  /** Zero: one seal a tier. */
  readonly quorum: number
  /** Whether every claim must name a block. */
  readonly isAnchored: boolean
}

const ANCHORED_FLAG = 2

/**
 * Asks the receiver of a delivery for its policy, its registry, and its own digest of the claim.
 *
 * @param provider - Of the receiver's chain.
 * @param delivery - As read from calldata or a bundle.
 * @returns As of the delivery's block; as of now when there is none, or when the endpoint no longer holds its state.
 * @throws NoContractError when the receiver is no CryptoDelegate.
 */
export async function readReceiver(provider: Provider, delivery: Delivery): Promise<Receiver> {
  const block = delivery.receipt?.blockNumber
  if (block === undefined) return readAt(provider, delivery, 'latest')
  try {
    return await readAt(provider, delivery, block)
  } catch (error) {
    if (error instanceof StateUnavailableError) return readAt(provider, delivery, 'latest')
    throw error
  }
}

async function readAt(
  provider: Provider,
  { domain, claim }: Delivery,
  at: ContractReader['at'],
): Promise<Receiver> {
  const reader = { provider, address: domain.verifyingContract, abi: delegateAbi, at }
  const [policies, digests, trust] = await Promise.all([
    answerOf(reader, 'policyOf', [claim.subscription]),
    answerOf(reader, 'digestOf', [claim]),
    answerOf(reader, 'trust'),
  ])
  const { tiers, quorum, flags } = policies[0] as PolicyAnswer
  const registry = { provider, address: trust[0] as Address, abi: registryAbi, at }
  const digest = digests[0] as Hex
  // An unknown subscription answers with zeros; no known one asks for no tier.
  if (tiers === 0n) return { digest, registry }
  const isAnchored = (Number(flags) & ANCHORED_FLAG) !== 0
  const policy = { tiers: parseTiers(Number(tiers)), quorum: Number(quorum), isAnchored }
  return { digest, policy, registry }
}

// As ethers decodes it.
type PolicyAnswer = { readonly tiers: bigint; readonly quorum: bigint; readonly flags: bigint }
