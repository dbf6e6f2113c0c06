import type { Hex } from '../core/hex'
import type { Claim } from './claim'
import { claimDigest } from './claimDigest'
import { evidenceFault } from './evidenceFault'
import { type OpenedSeal, openSeals } from './openSeals'
import type { BundleEvidence, ProofBundle } from './proofBundle'
import { provenanceHash, type RunFacts } from './provenance'
import type { SealCheck, SealSigners } from './sealedEnvelope'
import { SIMULATED, type TierName } from './tiers'

/** What a delivery rests on, in the order in which it is reported. */
export type LinkName = (typeof LINKS)[number]

/** The names of all links, in their order. */
export const LINKS = [
  'claim',
  'cryplet',
  'enclave',
  'host',
  'registry',
  'anchor',
  'provenance',
  'outcome',
] as const

/** What looking at one link gave. */
export type LinkVerdict = {
  readonly link: LinkName
  readonly verdict: 'valid' | 'warning' | 'invalid' | 'not checked'
  /** Why, in one sentence. */
  readonly detail: string
}

/**
 * Verifies all of a delivery that needs no chain.
 *
 * Recovery finds a signer for almost any bytes, so that a seal says nothing until its signer is compared with somebody: with
 * `signers` here, or with the registry on the chain. A seal that is compared with nobody comes back as `not checked`, as do
 * the links `registry`, `anchor` and `outcome`.
 *
 * @param bundle - What came.
 * @param check - Finds signers; and who they must be, for whoever knows that.
 * @returns A verdict for each link, in their order.
 */
export function verifyEnvelope(bundle: ProofBundle, check: SealCheck): readonly LinkVerdict[] {
  const domain = { chainId: bundle.chainId, verifyingContract: bundle.receiver }
  const opened = openSeals({ ...bundle, domain }, check.recover)
  const seal = (tier: TierName): LinkVerdict => verifySeal(tier, opened, check.signers)
  return [
    verifyClaim(bundle.claim, claimDigest(bundle.claim, domain)),
    seal('cryplet'),
    verifyEnclave(seal('enclave'), opened, bundle.evidence ?? []),
    seal('host'),
    { link: 'registry', verdict: 'not checked', detail: 'it needs the chain' },
    verifyAnchor(bundle.claim),
    verifyProvenance(bundle),
    { link: 'outcome', verdict: 'not checked', detail: 'it needs the chain' },
  ]
}

function verifyClaim(claim: Claim, digest: Hex): LinkVerdict {
  const link = 'claim'
  if (claim.expiresAt < claim.observedAt) {
    return { link, verdict: 'invalid', detail: 'it expires before the instant that it speaks for' }
  }
  return { link, verdict: 'valid', detail: `digest ${digest}` }
}

function verifySeal(
  tier: TierName,
  opened: readonly OpenedSeal[],
  signers: SealSigners | undefined,
): LinkVerdict {
  const seal = opened.find((one) => one.tier === tier)
  if (!seal) return { link: tier, verdict: 'not checked', detail: 'the envelope has no such seal' }
  if ('fault' in seal) return { link: tier, verdict: 'invalid', detail: seal.fault }
  const expected = signers?.[tier]
  if (expected !== undefined && expected.toLowerCase() !== seal.signer.toLowerCase()) {
    const detail = `signer mismatch: sealed by ${seal.signer}, expected ${expected}`
    return { link: tier, verdict: 'invalid', detail }
  }
  if (expected === undefined) {
    const detail = `sealed by ${seal.signer}, who is compared with nobody`
    return { link: tier, verdict: 'not checked', detail }
  }
  return { link: tier, verdict: 'valid', detail: `sealed by ${seal.signer}` }
}

// Of a seal of the enclave that is not wrong, says what stands behind its key.
function verifyEnclave(
  verdict: LinkVerdict,
  opened: readonly OpenedSeal[],
  evidence: readonly BundleEvidence[],
): LinkVerdict {
  const seal = opened.find(({ tier }) => tier === 'enclave')
  if (verdict.verdict === 'invalid' || !seal || 'fault' in seal) return verdict
  const sealed = `sealed by ${seal.signer}`
  if (evidence.length === 0) {
    const isCompared = verdict.verdict === 'valid'
    const detail = `${isCompared ? sealed : verdict.detail}; no evidence was given`
    return { ...verdict, verdict: isCompared ? 'warning' : verdict.verdict, detail }
  }
  const own = evidence.filter(({ key }) => key === seal.signer)
  if (own.length === 0) {
    const detail = `${sealed}, but the evidence is of ${evidence.map(({ key }) => key).join(', ')}`
    return { ...verdict, verdict: 'invalid', detail }
  }
  const fault = own.map(evidenceFault).find((found) => found !== undefined)
  if (fault !== undefined) {
    return { ...verdict, verdict: 'invalid', detail: `${sealed}, but ${fault}` }
  }
  return { ...verdict, verdict: 'warning', detail: `${sealed}; ${standingOf(own)}` }
}

// Hardware evidence is appraised by who knows its roots; until then it never counts as valid here.
function standingOf(own: readonly BundleEvidence[]): string {
  if (own.some(({ teeType }) => teeType === 0)) return SIMULATED
  return own.some(({ evidence }) => evidence === undefined)
    ? 'hardware by the word of the bundle alone, which lacks the evidence'
    : 'its hardware evidence was not appraised'
}

function verifyAnchor({ anchorBlock }: Claim): LinkVerdict {
  const detail = anchorBlock === 0n ? 'the claim rests on no block' : 'it needs the chain'
  return { link: 'anchor', verdict: 'not checked', detail }
}

function verifyProvenance({ claim, run }: ProofBundle): LinkVerdict {
  const link = 'provenance'
  const hash = provenanceHash(run)
  if (hash !== claim.provenance) {
    const detail = `the run hashes to ${hash}, the claim says ${claim.provenance}`
    return { link, verdict: 'invalid', detail }
  }
  if (run.wake.crypletId !== claim.crypletId) {
    const detail = `the run is of Cryplet ${run.wake.crypletId}, the claim of ${claim.crypletId}`
    return { link, verdict: 'invalid', detail }
  }
  const { slot } = run.wake
  if (claim.observedAt < BigInt(slot)) {
    const detail = `the claim speaks for ${String(claim.observedAt)}, before the slot ${String(slot)} that woke its run`
    return { link, verdict: 'invalid', detail }
  }
  const count = `${String(run.observations.length)} observations`
  return { link, verdict: 'valid', detail: [count, ...blocksOf(run), `hash ${hash}`].join(', ') }
}

// Whoever has a node of that chain can look the rest up.
function blocksOf({ observations }: RunFacts): readonly string[] {
  return observations.flatMap(({ source, block }) =>
    block === undefined
      ? []
      : [
          `${source} at block ${String(block.number)} (${block.hash}) of chain ${String(block.chainId)}`,
        ],
  )
}
