import type { Address, Hex } from '../../core/hex'
import { evidenceFault } from '../../envelope/evidenceFault'
import type { OpenedSeal } from '../../envelope/openSeals'
import type { BundleEvidence } from '../../envelope/proofBundle'
import type { TierName } from '../../envelope/tiers'
import { SIMULATED, tierNames } from '../../envelope/tiers'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { ContractReader } from '../../registry/readContract'
import type { Enrolment } from '../../registry/readEnrolment'
import { readEnrolments } from '../../registry/readEnrolment'
import type { EnrolledKey } from '../../registry/readKey'
import { readKey } from '../../registry/readKey'
import type { TeeType } from '../../registry/readTeeType'
import { readTeeType } from '../../registry/readTeeType'
import { dateText } from '../dateText'

/** What the seals are judged by. */
export type SealQuestion = {
  /** One for each tier that the policy asks for. */
  readonly opened: readonly OpenedSeal[]
  readonly crypletId: Hex
  readonly registry: ContractReader
  /** What a bundle says stands behind the enclave's key; compared with what its registrar noted. */
  readonly evidence: readonly BundleEvidence[]
}

/**
 * Tells of each tier who sealed, and whether the registry knows that key as one of this tier.
 *
 * A signature recovers to some address whatever was signed: only the registry turns it into somebody.
 *
 * @param question - The opened seals and who to ask about their signers.
 * @returns The links `cryplet`, `enclave` and `host`.
 */
export async function sealLinks(question: SealQuestion): Promise<readonly LinkVerdict[]> {
  return Promise.all(
    tierNames(7).map(async (tier) => {
      const seal = question.opened.find((candidate) => candidate.tier === tier)
      if (seal === undefined) {
        return { link: tier, verdict: 'not checked', detail: 'the policy asks for no such seal' }
      }
      return sealLink(seal, question)
    }),
  )
}

async function sealLink(seal: OpenedSeal, question: SealQuestion): Promise<LinkVerdict> {
  const { tier } = seal
  if ('fault' in seal) return { link: tier, verdict: 'invalid', detail: FAULTS[seal.fault] }
  const key = await readKey(question.registry, seal.signer)
  const fault = keyFault(key, tier, question.crypletId)
  if (fault !== undefined) {
    return { link: tier, verdict: 'invalid', detail: `signed by ${seal.signer}, ${fault}` }
  }
  const signed = `signed by ${seal.signer}, enrolled until ${dateText(key.notAfter)}`
  if (tier !== 'enclave') return { link: tier, verdict: 'valid', detail: signed }
  const enclave = { address: seal.signer, ref: key.ref }
  return { link: tier, ...(await enclaveVerdict(question, enclave, signed)) }
}

const FAULTS = {
  'wrong length': 'the seals are not 64 bytes for each tier of the policy',
  'high s': 'the signature has a high s, which contracts refuse',
  nobody: 'no key can have made this signature',
} as const

// Dates and grants are the registry's verdict, the link after this one.
function keyFault(key: EnrolledKey, tier: TierName, crypletId: Hex): string | undefined {
  if (key.role === 'none') return `whom the registry does not know`
  if (key.role !== tier) return `enrolled as ${key.role} key`
  if (key.revoked) return 'whose key is revoked'
  if (tier === 'cryplet' && key.ref !== crypletId) return `a key of another Cryplet, ${key.ref}`
  return undefined
}

async function enclaveVerdict(
  { evidence, registry }: SealQuestion,
  { address, ref }: { readonly address: Address; readonly ref: Hex },
  signed: string,
): Promise<Pick<LinkVerdict, 'verdict' | 'detail'>> {
  const teeType = await readTeeType(registry, ref)
  const given = evidence.filter(({ key }) => key === address)
  const noted = given.length === 0 ? [] : await readEnrolments(registry, address)
  const fault = evidenceFaultOf(given, noted, teeType)
  if (fault !== undefined) return { verdict: 'invalid', detail: `${signed}, but ${fault}` }
  const isWhole = given.some((one) => one.evidence !== undefined)
  const told = isWhole ? 'evidence as its registrar noted it' : 'its evidence was not given'
  const measured = `${signed}, measurement ${ref}, ${told}`
  switch (teeType) {
    case 'simulated':
      return { verdict: 'warning', detail: `${SIMULATED}; ${measured}` }
    case 'unknown':
      return { verdict: 'warning', detail: `hardware or simulated is not known; ${measured}` }
    case 'hardware':
      return { verdict: 'valid', detail: measured }
  }
}

function evidenceFaultOf(
  given: readonly BundleEvidence[],
  enrolments: readonly Enrolment[],
  teeType: TeeType,
): string | undefined {
  const noted = enrolments.map(({ evidenceHash }) => evidenceHash)
  const foreign = given.find(({ evidenceHash }) => !noted.includes(evidenceHash))
  if (foreign !== undefined) {
    return `the bundle's evidence ${foreign.evidenceHash} is none that its registrar noted`
  }
  // Of hardware and simulation the chain knows better than whoever made the bundle, where it tells.
  const known = teeType === 'unknown' ? {} : { teeType: teeType === 'simulated' ? 0 : 1 }
  return given
    .map((one) => evidenceFault({ ...one, ...known }))
    .find((found) => found !== undefined)
}
