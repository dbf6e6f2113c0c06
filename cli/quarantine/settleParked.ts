import type { TransactionReceipt, Wallet } from 'ethers'
import { readDelivery } from '../../shared/api/verification/readDelivery'
import { FabricError } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import type { ContractReader } from '../../shared/registry/readContract'
import type { DeployChain } from '../deploy/chain'
import { DeployRefusedError, transact } from '../deploy/chain'
import type { ParkedClaim } from './parkedClaims'
import { requireParked } from './parkedClaims'

/** What is to become of a parked claim, and who says so. */
export type SettleOrder = {
  readonly chain: DeployChain
  /** With the ABI of a Quarantine. */
  readonly receiver: ContractReader
  /** An approver. */
  readonly account: Wallet
  readonly wish: 'release' | 'drop'
  readonly digest: Hex
}

/** The contract refused a release, a drop or a vote, as NotApprover or ParkedTooLong. */
export class SettleRefusedError extends FabricError {
  override readonly name = 'SettleRefusedError'
  readonly code = 'SETTLE_REFUSED'
  readonly retryable = false

  constructor(
    readonly order: Pick<SettleOrder, 'wish' | 'digest'> & { readonly account: string },
    readonly reason: string,
    cause: unknown,
  ) {
    const { wish, digest, account } = order
    super(`The contract lets ${account} not ${wish} ${digest}: ${reason}.`, { cause })
  }
}

/** What became of it. */
export type Settlement = {
  readonly result: 'applied' | 'failed' | 'dropped' | 'voted'
  readonly transaction: Hex
  /** With the new one. */
  readonly votes: number
  readonly needed: number
}

/**
 * Releases or drops a parked claim; where more approvers are needed, counts this one's vote.
 *
 * @param order - Which claim, by whom.
 * @returns What became of it.
 * @throws NotParkedError when it is not parked.
 * @throws SettleRefusedError when the contract refuses.
 */
export async function settleParked(order: SettleOrder): Promise<Settlement> {
  const { chain, receiver, account, wish, digest } = order
  const claim = await requireParked(receiver, digest)
  const { abi, address } = receiver
  const call = await callFor(order, claim)
  const receipt = await transact({ chain, address, abi }, { account, ...call }).catch(
    (error: unknown) => {
      if (!(error instanceof DeployRefusedError)) throw error
      const by = { wish, digest, account: account.address }
      throw new SettleRefusedError(by, error.reason, error)
    },
  )
  return {
    result: resultOf(receiver, receipt),
    transaction: receipt.hash as Hex,
    votes: claim.votes[wish] + 1,
    needed: claim.votes.needed,
  }
}

async function callFor(
  { chain, wish, digest }: SettleOrder,
  { votes, transaction }: ParkedClaim,
): Promise<{ readonly method: string; readonly args: readonly unknown[] }> {
  if (wish === 'drop') return { method: 'drop', args: [digest] }
  // `release` reverts while votes are missing, and the vote with it.
  if (votes.release + 1 < votes.needed) return { method: 'approve', args: [digest] }
  const { claim } = await readDelivery(chain.provider, transaction)
  return { method: 'release', args: [claim] }
}

function resultOf({ abi }: ContractReader, receipt: TransactionReceipt): Settlement['result'] {
  const names = receipt.logs.map((log) => abi.parseLog(log)?.name)
  if (names.includes('Delivered')) return 'applied'
  if (names.includes('DeliveryFailed')) return 'failed'
  return names.includes('Dropped') ? 'dropped' : 'voted'
}
