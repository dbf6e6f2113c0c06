import type { Provider, TransactionReceipt } from 'ethers'
import { FabricError } from '../../core/errors'
import type { Address, Hex } from '../../core/hex'
import type { Claim, ClaimDomain } from '../../envelope/claim'
import { parseDeliverCalldata } from '../../envelope/deliverCalldata'
import type { ProofBundle } from '../../envelope/proofBundle'

/** A claim with its seals, and what is known of its way to the chain. */
export type Delivery = {
  readonly domain: ClaimDomain
  readonly claim: Claim
  /** 64 bytes a tier, innermost first. */
  readonly seals: Hex
  readonly transaction?: Hex
  /** Left out while the transaction is not in a block. */
  readonly receipt?: TransactionReceipt
}

/** A transaction that the endpoint does not know. */
export class TransactionUnknownError extends FabricError {
  override readonly name = 'TransactionUnknownError'
  readonly code = 'TRANSACTION_UNKNOWN'
  readonly retryable = true

  constructor(
    readonly transaction: Hex,
    readonly chainId: number,
  ) {
    super(
      `Chain ${String(chainId)} has no transaction ${transaction}, as far as this endpoint knows. Is it the endpoint of the right chain?`,
    )
  }
}

/** A transaction that creates a contract delivers nothing. */
export class NotADeliveryError extends FabricError {
  override readonly name = 'NotADeliveryError'
  readonly code = 'NOT_A_DELIVERY'
  readonly retryable = false

  constructor(readonly transaction: Hex) {
    super(`${transaction} creates a contract: it delivers no claim.`)
  }
}

/**
 * Reads a delivery from the chain: claim and seals stand in the calldata, the receiver is whom it was sent to.
 *
 * @param provider - Of the transaction's chain.
 * @param transaction - Its hash, 32 bytes.
 * @returns The delivery, nothing of it verified.
 * @throws TransactionUnknownError, NotADeliveryError, or DeliverCalldataError for a call of something else.
 */
export async function readDelivery(provider: Provider, transaction: Hex): Promise<Delivery> {
  const [found, receipt, network] = await Promise.all([
    provider.getTransaction(transaction),
    provider.getTransactionReceipt(transaction),
    provider.getNetwork(),
  ])
  const chainId = Number(network.chainId)
  if (found === null) throw new TransactionUnknownError(transaction, chainId)
  if (found.to === null) throw new NotADeliveryError(transaction)
  const { claim, seals } = parseDeliverCalldata(found.data)
  const domain = { chainId, verifyingContract: found.to as Address }
  return { domain, claim, seals, transaction, ...(receipt === null ? {} : { receipt }) }
}

/**
 * Takes claim and seals from a proof bundle.
 *
 * @param bundle - Nothing of it verified.
 * @returns The delivery that it speaks of; its word on transaction and outcome is left aside.
 */
export function deliveryOf(bundle: ProofBundle): Delivery {
  const domain = { chainId: bundle.chainId, verifyingContract: bundle.receiver }
  return { domain, claim: bundle.claim, seals: bundle.seals }
}
