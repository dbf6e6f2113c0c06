import { claimDigest } from '../../envelope/claimDigest'
import type { ProofBundle } from '../../envelope/proofBundle'
import type { Recover } from '../../envelope/recover'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import { verifyEnvelope } from '../../envelope/verifyEnvelope'
import type { Delivery } from './readDelivery'

/** A bundle, and how to look into it. */
export type BundleQuestion = {
  /** Brings the run; its word is believed for nothing else. */
  readonly bundle: ProofBundle | undefined
  readonly recover: Recover
}

/**
 * Tells whether a bundle holds the run that a claim rests on.
 *
 * @param delivery - The claim, as read from the chain.
 * @param question - With the bundle, if there is one.
 * @returns The link `provenance`.
 */
export function provenanceLink(delivery: Delivery, question: BundleQuestion): LinkVerdict {
  const { bundle, recover } = question
  const link = 'provenance'
  if (bundle === undefined) {
    return { link, verdict: 'not checked', detail: 'it needs the proof bundle' }
  }
  const digest = claimDigest(delivery.claim, delivery.domain)
  const bundled = claimDigest(bundle.claim, {
    chainId: bundle.chainId,
    verifyingContract: bundle.receiver,
  })
  if (digest !== bundled) {
    const detail = `the bundle is of another claim: ${bundled}, the delivery's is ${digest}`
    return { link, verdict: 'invalid', detail }
  }
  // The claims are the same, so what the bundle's run is to its own claim it is to the delivery's.
  const found = verifyEnvelope(bundle, { recover }).find((candidate) => candidate.link === link)
  return found ?? { link, verdict: 'not checked', detail: 'the bundle says nothing of it' }
}
