import { type Address, type Hex, parseHex } from '../core/hex'
import { EnvelopeMismatchError, SealHighSError, SealInvalidError } from './errors'
import { parseFields, parseWhole } from './fields'
import { hasHighS } from './openSeals'
import { parseRunFacts, provenanceHash, type RunFacts } from './provenance'
import type { Recover } from './recover'
import { bytes32Word, hashWords, typedDigest, typeHash, uintWord } from './typedData'
import { wakeIdOf } from './wakeFacts'

/**
 * What the container saw, signed by the tier-1 key before any claim is made of it.
 *
 * `execute` accepts only such a record, so that nobody signs a number that somebody else chose.
 */
export type SignedRecord = {
  /** Id of the wake, 32 bytes. */
  readonly runId: Hex
  readonly facts: RunFacts
  /** Unix seconds at which the last response was complete. */
  readonly fetchedAt: number
  /** Of the code that observed, 32 bytes. */
  readonly codeHash: Hex
  /** Tier-1 key over recordDigest, EIP-2098, 64 bytes. */
  readonly signature: Hex
}

/** Who must have signed a record, and how that is found. */
export type RecordCheck = {
  readonly recover: Recover
  /** Throws for whoever may not have signed; anybody may when left out. */
  readonly assertSigner?: (signer: Address) => void
}

/**
 * Hashes a record to the digest that the tier-1 key signs.
 *
 * EIP-712 in a domain of its own, without chain or contract: one record serves deliveries on many chains, and its
 * signature can never pass for a seal.
 *
 * @param record - All but its signature.
 * @returns 32 bytes.
 * @throws InvalidValueError when a part has another length.
 * @throws IntegerOutOfRangeError when `fetchedAt` does not fit in uint64.
 */
export function recordDigest(record: Omit<SignedRecord, 'signature'>): Hex {
  const structHash = hashWords([
    RECORD_TYPE_HASH,
    bytes32Word(record.runId, 'record.runId'),
    bytes32Word(record.facts.wake.crypletId, 'record.crypletId'),
    bytes32Word(record.codeHash, 'record.codeHash'),
    provenanceHash(record.facts),
    uintWord(record.fetchedAt, 'record.fetchedAt', 64),
  ])
  return typedDigest(SEPARATOR, structHash)
}

/**
 * Regains a signed record from JSON by verifying it.
 *
 * @param value - A SignedRecord.
 * @param check - Who must have signed.
 * @returns The record.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 * @throws EnvelopeMismatchError when its run is not that of its wake.
 * @throws SealHighSError, SealInvalidError when the signature cannot be anybody's.
 * @throws what assertSigner throws.
 */
export function parseSignedRecord(value: unknown, check: RecordCheck): SignedRecord {
  const fields = parseFields(value, 'record', RECORD_FIELDS)
  const record: SignedRecord = {
    runId: parseHex(fields['runId'], 'record.runId', 32),
    facts: parseRunFacts(fields['facts']),
    fetchedAt: parseWhole(fields['fetchedAt'], 'record.fetchedAt'),
    codeHash: parseHex(fields['codeHash'], 'record.codeHash', 32),
    signature: parseHex(fields['signature'], 'record.signature', 64),
  }
  const runId = wakeIdOf(record.facts.wake)
  if (record.runId !== runId) throw new EnvelopeMismatchError('record.runId', record.runId, runId)
  if (hasHighS(record.signature)) throw new SealHighSError('record')
  const signer = check.recover(recordDigest(record), record.signature)
  if (signer === undefined) throw new SealInvalidError('record')
  check.assertSigner?.(signer)
  return record
}

const RECORD_FIELDS: readonly (keyof SignedRecord)[] = [
  'runId',
  'facts',
  'fetchedAt',
  'codeHash',
  'signature',
]
const RECORD_TYPE_HASH = typeHash(
  'Record(bytes32 runId,bytes32 crypletId,bytes32 codeHash,bytes32 provenance,uint64 fetchedAt)',
)
const SEPARATOR = hashWords([
  typeHash('EIP712Domain(string name,string version)'),
  typeHash('CrypletRecord'),
  typeHash('1'),
])
