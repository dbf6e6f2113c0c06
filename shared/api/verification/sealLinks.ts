import { SIMULATED } from '../../attestation/evidence'
import type { Address, Hex } from '../../core/hex'
import { hashJson } from '../../core/ids'
import type { OpenedSeal } from '../../envelope/openSeals'
import type { BundleEvidence } from '../../envelope/proofBundle'
import type { TierName } from '../../envelope/tiers'
import { tierNames } from '../../envelope/tiers'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import type { ContractReader } from '../../registry/readContract'
import { readEnrolments } from '../../registry/readEnrolment'
import type { EnrolledKey } from '../../registry/readKey'
import { readKey } from '../../registry/readKey'
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
  const foreign = await evidenceFault(question, seal.signer)
  if (foreign !== undefined)
    return { link: tier, verdict: 'invalid', detail: `${signed}, ${foreign}` }
  return { link: tier, ...(await enclaveVerdict(question.registry, key.ref, signed)) }
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

async function evidenceFault(
  { evidence, registry }: SealQuestion,
  key: Address,
): Promise<string | undefined> {
  const given = evidence.filter((one) => one.key === key)
  if (given.length === 0) return undefined
  const noted = (await readEnrolments(registry, key)).map(({ evidenceHash }) => evidenceHash)
  const foreign = given
    .map((one) => (one.evidence === undefined ? one.evidenceHash : hashJson(one.evidence)))
    .find((hash) => !noted.includes(hash))
  return foreign && `but the bundle's evidence ${foreign} is none that its registrar noted`
}

async function enclaveVerdict(
  registry: ContractReader,
  measurementId: Hex,
  signed: string,
): Promise<Pick<LinkVerdict, 'verdict' | 'detail'>> {
  const measured = `${signed}, measurement ${measurementId}`
  switch (await readTeeType(registry, measurementId)) {
    case 'simulated':
      return { verdict: 'warning', detail: `${SIMULATED}; ${measured}` }
    case 'unknown':
      return { verdict: 'warning', detail: `hardware or simulated is not known; ${measured}` }
    case 'hardware':
      return { verdict: 'valid', detail: measured }
  }
}
