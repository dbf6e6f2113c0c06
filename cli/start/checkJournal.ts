import { openJournal } from '../../shared/chain/lanes/journal'
import type { LaneKey } from '../../shared/chain/lanes/rows'
import { FabricError } from '../../shared/core/errors'
import type { Address } from '../../shared/core/hex'
import type { OpenTable } from '../../shared/store/table'
import { localAccount } from '../deploy/accounts'
import type { DeployChain } from '../deploy/chain'

/** The local chain has lost what the journal remembers: nothing could be delivered to it exactly once. */
export class LocalChainBehindError extends FabricError {
  override readonly name = 'LocalChainBehindError'
  readonly code = 'LOCAL_CHAIN_BEHIND_JOURNAL'
  readonly retryable = false

  constructor(
    readonly sender: Address,
    readonly chainNonce: number,
    readonly journalNonce: number,
  ) {
    super(
      `The local chain expects nonce ${String(chainNonce)} of ${sender}, but the journal has used all below ${String(journalNonce)}: the chain's state was lost. Start anew with --fresh, which forgets chain, storage and keys.`,
    )
  }
}

/**
 * Refuses a chain that has forgotten transactions which the journal remembers as mined: nothing could be delivered
 * to it exactly once.
 *
 * @param chain - The local chain.
 * @param openTable - Of the fabric's storage.
 * @throws LocalChainBehindError
 */
export async function assertChainHoldsJournal(
  chain: DeployChain,
  openTable: OpenTable,
): Promise<void> {
  const sender = localAccount('sender').address as Address
  const key: LaneKey = { chainId: chain.chainId, sender }
  // Only what is used for good: what is in flight may never have been sent, and the lane sends it again.
  const { head } = await openJournal(openTable).read(key)
  const mined = head.confirmedNonce
  const known = await chain.provider.getTransactionCount(sender, 'latest')
  if (known < mined) throw new LocalChainBehindError(sender, known, mined)
}
