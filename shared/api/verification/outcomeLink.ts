import type { Hex } from '../../core/hex'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import { delegateAbi } from './delegateAbi'
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
export function readOutcome(delivery: Delivery, digest: Hex): OutcomeReading {
  const { transaction, receipt, domain } = delivery
  if (transaction === undefined) return outcome(undefined, 'not checked', 'no transaction is named')
  if (receipt === undefined) return outcome('pending', 'not checked', 'not in a block yet')
  const where = `block ${String(receipt.blockNumber)}`
  if (receipt.status !== 1) return outcome('reverted', 'invalid', `reverted in ${where}`)
  for (const log of receipt.logs) {
    if (log.address !== domain.verifyingContract) continue
    const event = delegateAbi.parseLog(log)
    if (event === null || event.args['digest'] !== digest) continue
    return readEvent(event.name, where, event.args.toObject())
  }
  return outcome(undefined, 'invalid', `${where} holds no log of this claim by its receiver`)
}

function readEvent(name: string, where: string, args: Record<string, unknown>): OutcomeReading {
  if (name === 'Delivered') return outcome('applied', 'valid', `applied in ${where}`)
  if (name === 'DeliveryFailed') {
    const detail = `taken in by ${where}, but the callback reverted with ${String(args['reason'])}`
    return outcome('failed', 'warning', detail)
  }
  const range = `${String(args['low'])} to ${String(args['high'])}`
  const rail = `rail ${String(args['rail'])}: ${String(args['value'])} is not within ${range}`
  return outcome('quarantined', 'warning', `quarantined in ${where}, ${rail}`)
}

function outcome(
  value: ChainOutcome | undefined,
  verdict: LinkVerdict['verdict'],
  detail: string,
): OutcomeReading {
  const link = { link: 'outcome', verdict, detail } as const
  return value === undefined ? { link } : { outcome: value, link }
}
