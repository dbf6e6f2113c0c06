import { InvalidValueError } from '../core/errors'
import { type Address, type Hex, parseHex } from '../core/hex'
import type { Claim } from './claim'
import { type Fields, parseAddress, parseFields, parseList, parseText, parseWhole } from './fields'
import { type ClaimJson, claimToJson, parseClaim } from './parseClaim'
import { parseTiers } from './parseTiers'
import { parseRunFacts, type RunFacts } from './provenance'
import type { Tiers } from './tiers'

/** What attestation said of one enclave key when it was enrolled. */
export type BundleEvidence = {
  /** The enclave key that it endorses. */
  readonly key: Address
  /** 0 simulated. */
  readonly teeType: number
  /** keccak256 of the canonical JSON of `evidence`, as `KeyEnrolled` has it; 32 bytes. */
  readonly evidenceHash: Hex
  /** The evidence itself, as it came: see evidenceFault; left out where it is not kept. */
  readonly evidence?: unknown
}

/** All that a stranger needs to check one delivery (docs/protocol.md, section 7). */
export type ProofBundle = {
  readonly version: 1
  readonly chainId: number
  readonly receiver: Address
  readonly claim: Claim
  /** 64 bytes a tier, innermost first. */
  readonly seals: Hex
  readonly tiers: Tiers
  readonly run: RunFacts
  readonly evidence?: readonly BundleEvidence[]
  /** The trust registry that the receiver asks. */
  readonly registry: Address
  /** Hash of the transaction that delivered, 32 bytes. */
  readonly transaction?: Hex
  readonly blockNumber?: number
  /** As in `applied`. */
  readonly outcome?: string
}

/** A proof bundle as JSON carries it. */
export type ProofBundleJson = Omit<ProofBundle, 'claim'> & { readonly claim: ClaimJson }

/**
 * Parses a proof bundle. It verifies nothing: see verifyEnvelope.
 *
 * @param value - Its members; those of other names are ignored, but not inside of `claim` and `run`, which are hashed.
 * @returns The bundle.
 * @throws InvalidValueError when a field is missing or not what its type asks for.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 * @throws TiersIllegalError when the tiers are not 1, 3, 5 or 7.
 */
export function parseProofBundle(value: unknown): ProofBundle {
  const fields = parseFields(value, 'bundle')
  if (fields['version'] !== 1) {
    throw new InvalidValueError('bundle.version', '1, which this reader knows', fields['version'])
  }
  return {
    version: 1,
    chainId: parseWhole(fields['chainId'], 'bundle.chainId'),
    receiver: parseAddress(fields['receiver'], 'bundle.receiver'),
    claim: parseClaim(fields['claim']),
    seals: parseHex(fields['seals'], 'bundle.seals'),
    tiers: parseTiers(fields['tiers']),
    run: parseRunFacts(fields['run']),
    registry: parseAddress(fields['registry'], 'bundle.registry'),
    ...parseOptional(fields),
  }
}

/**
 * Writes a proof bundle as JSON.
 *
 * @param bundle - Any.
 * @returns What parseProofBundle reads.
 */
export function proofBundleToJson(bundle: ProofBundle): ProofBundleJson {
  return { ...bundle, claim: claimToJson(bundle.claim) }
}

type OptionalMembers = Pick<ProofBundle, 'evidence' | 'transaction' | 'blockNumber' | 'outcome'>

function parseOptional(fields: Fields): OptionalMembers {
  const { evidence, transaction, blockNumber, outcome } = {
    evidence: fields['evidence'],
    transaction: fields['transaction'],
    blockNumber: fields['blockNumber'],
    outcome: fields['outcome'],
  }
  return {
    ...(evidence !== undefined && {
      evidence: parseList(evidence, 'bundle.evidence', parseEvidence),
    }),
    ...(transaction !== undefined && {
      transaction: parseHex(transaction, 'bundle.transaction', 32),
    }),
    ...(blockNumber !== undefined && {
      blockNumber: parseWhole(blockNumber, 'bundle.blockNumber'),
    }),
    ...(outcome !== undefined && { outcome: parseText(outcome, 'bundle.outcome') }),
  }
}

function parseEvidence(value: unknown, argument: string): BundleEvidence {
  const fields = parseFields(value, argument)
  const evidence = fields['evidence']
  return {
    key: parseAddress(fields['key'], `${argument}.key`),
    teeType: parseWhole(fields['teeType'], `${argument}.teeType`),
    evidenceHash: parseHex(fields['evidenceHash'], `${argument}.evidenceHash`, 32),
    // Not parsed further: what is wrong with it is a fault of the enclave's link, not of the whole bundle.
    ...(evidence !== undefined && { evidence }),
  }
}
