import type { TransactionReceipt } from 'ethers'
import type { ChainLog } from '../../chain/chain'
import { readOutcome } from '../../chain/readOutcome'
import type { Hex } from '../../core/hex'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { Delivery } from './readDelivery'

/** How a delivery ended on the chain, as far as its own transaction tells. */
export type ChainOutcome = 'applied' | 'failed' | 'quarantined' | 'reverted' | 'pending'

/** What a receipt says of a claim. */
export type OutcomeReading = { readonly outcome?: ChainOutcome; readonly link: LinkVerdict }

/**
 * Reads from a receipt how a claim ended.
 *
 * @param delivery - With or without a receipt.
 * @param digest - Of its claim: a receipt may hold the logs of others.
 * @returns The outcome, and the link `outcome`.
 */
export function outcomeLink(delivery: Delivery, digest: Hex): OutcomeReading {
  const { transaction, receipt, domain } = delivery
  if (transaction === undefined) return told(undefined, 'not checked', 'no transaction is named')
  if (receipt === undefined) return told('pending', 'not checked', 'not in a block yet')
  const where = `block ${String(receipt.blockNumber)}`
  if (receipt.status !== 1) return told('reverted', 'invalid', `reverted in ${where}`)
  const claim = { receiver: domain.verifyingContract, digests: [digest] }
  const found = readOutcome(logsOf(receipt), claim)
  if (found === undefined) {
    return told(undefined, 'invalid', `${where} holds no log of this claim by its receiver`)
  }
  const { outcome, reasons } = found
  const verdict = outcome === 'applied' ? 'valid' : 'warning'
  return told(outcome, verdict, [`${outcome} in ${where}`, ...reasons].join(': '))
}

/**
 * Sets what a bundle says of a claim's end beside what the chain says.
 *
 * @param reading - As outcomeLink gave it.
 * @param bundled - The bundle's own outcome, if it has one.
 * @returns The same reading; invalid where the two cannot both be true.
 */
export function compareOutcomes(
  reading: OutcomeReading,
  bundled: string | undefined,
): OutcomeReading {
  const { outcome } = reading
  if (outcome === undefined || outcome === 'pending' || bundled === undefined) return reading
  // What reverted may be told more closely, as overtaken or expired, but not as what has had an effect.
  const isSame = outcome === 'reverted' ? !EFFECTS.includes(bundled) : outcome === bundled
  if (isSame) return reading
  return told(outcome, 'invalid', `${reading.link.detail}, but the bundle says ${bundled}`)
}

const EFFECTS: readonly string[] = ['applied', 'failed', 'quarantined']

function logsOf(receipt: TransactionReceipt): readonly ChainLog[] {
  return receipt.logs.map(({ address, topics, data, blockNumber, transactionHash }) => ({
    address,
    topics,
    data,
    blockNumber,
    transactionHash: transactionHash as Hex,
  }))
}

function told(
  outcome: ChainOutcome | undefined,
  verdict: LinkVerdict['verdict'],
  detail: string,
): OutcomeReading {
  const link = { link: 'outcome', verdict, detail } as const
  return outcome === undefined ? { link } : { outcome, link }
}
