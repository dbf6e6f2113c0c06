import type { Address } from '../../core/hex'
import type { OpenedSeal } from '../../envelope/openSeals'
import type { TierName } from '../../envelope/tiers'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import { checkTrust } from '../../registry/checkTrust'
import type { ContractReader } from '../../registry/readContract'
import { dateText } from '../dateText'
import type { Delivery } from './readDelivery'

/**
 * Asks the registry whether the signers may seal this Cryplet's claims by this code.
 *
 * @param delivery - Names Cryplet and code.
 * @param opened - Its seals.
 * @param registry - As of the delivery's block, or of now.
 * @returns The link `registry`; it says as of when.
 */
export async function registryLink(
  delivery: Delivery,
  opened: readonly OpenedSeal[],
  registry: ContractReader,
): Promise<LinkVerdict> {
  const signers = signersOf(opened)
  const { cryplet } = signers
  if (cryplet === undefined || Object.keys(signers).length < opened.length) {
    return { link: 'registry', verdict: 'not checked', detail: 'a seal has no signer to ask about' }
  }
  const { crypletId, codeHash } = delivery.claim
  const answer = await checkTrust(registry, { ...signers, cryplet, crypletId, codeHash })
  const asked = `${registry.address} as of ${asOf(registry, delivery)}`
  if (answer.trusted) {
    const detail = `${asked}: trusted until ${dateText(answer.validUntil)}`
    return { link: 'registry', verdict: 'valid', detail }
  }
  // What was withdrawn since does not undo what the receiver has accepted then.
  const isLate = registry.at === 'latest' && delivery.receipt?.status === 1
  const detail = `${asked}: ${answer.revert.text}`
  return { link: 'registry', verdict: isLate ? 'warning' : 'invalid', detail }
}

function signersOf(opened: readonly OpenedSeal[]): { readonly [tier in TierName]?: Address } {
  return Object.fromEntries(
    opened.flatMap((seal) => ('signer' in seal ? [[seal.tier, seal.signer]] : [])),
  )
}

function asOf({ at }: ContractReader, { receipt }: Delivery): string {
  if (at !== 'latest') return `block ${String(at)}`
  if (receipt === undefined) return 'now'
  return `now (the endpoint does not hold block ${String(receipt.blockNumber)})`
}
