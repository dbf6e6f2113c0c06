import type { Verification } from '../shared/api/verification/verification'
import { isVerified } from '../shared/api/verification/verification'

/**
 * Writes what verifying found, for people.
 *
 * @param verification - As verifyDelivery gave it.
 * @returns Lines.
 */
export function describeVerification(verification: Verification): readonly string[] {
  const { chainId, receiver, transaction, blockNumber, gasUsed, observedAt, outcome } = verification
  const links = verification.links.map(
    ({ link, verdict, detail }) => `  ${link.padEnd(11)} ${verdict.padEnd(11)} ${detail}`,
  )
  const mined = blockNumber === undefined ? '' : `, block ${String(blockNumber)}`
  const gas = gasUsed === undefined ? '' : `, ${gasUsed.toLocaleString('en')} gas`
  return [
    `  contract    ${receiver} on chain ${String(chainId)}`,
    ...(transaction === undefined ? [] : [`  transaction ${transaction}${mined}${gas}`]),
    `  speaks for  ${new Date(observedAt * 1000).toISOString()}`,
    ...(outcome === undefined ? [] : [`  outcome     ${outcome}`]),
    '',
    ...links,
    '',
    isVerified(verification)
      ? '  Verified: no link is invalid.'
      : `  NOT verified: ${faulty(verification)}`,
  ]
}

function faulty({ links }: Verification): string {
  const names = links.filter(({ verdict }) => verdict === 'invalid').map(({ link }) => link)
  if (names.length === 0) {
    return 'nobody vouches for the signers. Name an endpoint of its chain with --rpc, or whom you trust with --signers.'
  }
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} invalid.`
}
