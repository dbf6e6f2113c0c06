import { InvalidValueError } from '../core/errors'
import { byteLength, type Hex, parseHex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { parseAddress, parseFields, parseUint64, parseWhole } from './fields'

/** A claim as JSON carries it: integers in decimal digits. */
export type ClaimJson = {
  readonly [field in keyof Claim]: Claim[field] extends bigint ? string : Claim[field]
}

/** Bytes that a payload may have at most: a contract pays for each, and a row holds them. */
export const MAX_PAYLOAD_BYTES: number = 8192

/**
 * Parses a claim from JSON. It says nothing of who stated it: see parseSealedEnvelope.
 *
 * @param value - As claimToJson writes it; integers may be numbers below 2^53 too.
 * @returns The claim.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 */
export function parseClaim(value: unknown): Claim {
  const fields = parseFields(value, 'claim', CLAIM_FIELDS)
  const bytes32 = (name: keyof Claim): Hex => parseHex(fields[name], `claim.${name}`, 32)
  const uint64 = (name: keyof Claim): bigint => parseUint64(fields[name], `claim.${name}`)
  return {
    crypletId: bytes32('crypletId'),
    subscription: bytes32('subscription'),
    sequence: uint64('sequence'),
    observedAt: uint64('observedAt'),
    expiresAt: uint64('expiresAt'),
    provenance: bytes32('provenance'),
    anchorBlock: uint64('anchorBlock'),
    anchorHash: bytes32('anchorHash'),
    codeHash: bytes32('codeHash'),
    payload: parsePayload(fields['payload']),
  }
}

/**
 * Writes a claim as JSON.
 *
 * @param claim - Any.
 * @returns The same, integers in decimal digits.
 */
export function claimToJson(claim: Claim): ClaimJson {
  return {
    crypletId: claim.crypletId,
    subscription: claim.subscription,
    sequence: claim.sequence.toString(),
    observedAt: claim.observedAt.toString(),
    expiresAt: claim.expiresAt.toString(),
    provenance: claim.provenance,
    anchorBlock: claim.anchorBlock.toString(),
    anchorHash: claim.anchorHash,
    codeHash: claim.codeHash,
    payload: claim.payload,
  }
}

/**
 * Parses where a claim counts.
 *
 * @param value - `{ chainId, verifyingContract }`.
 * @returns The domain, its address as EIP-55 writes it.
 * @throws InvalidValueError when it is anything else.
 */
export function parseClaimDomain(value: unknown): ClaimDomain {
  const fields = parseFields(value, 'domain', ['chainId', 'verifyingContract'])
  return {
    chainId: parseWhole(fields['chainId'], 'domain.chainId'),
    verifyingContract: parseAddress(fields['verifyingContract'], 'domain.verifyingContract'),
  }
}

function parsePayload(value: unknown): Hex {
  const payload = parseHex(value, 'claim.payload')
  if (byteLength(payload) > MAX_PAYLOAD_BYTES) {
    const expected = `at most ${String(MAX_PAYLOAD_BYTES)} bytes`
    throw new InvalidValueError('claim.payload', expected, byteLength(payload))
  }
  return payload
}

const CLAIM_FIELDS: readonly (keyof Claim)[] = [
  'crypletId',
  'subscription',
  'sequence',
  'observedAt',
  'expiresAt',
  'provenance',
  'anchorBlock',
  'anchorHash',
  'codeHash',
  'payload',
]
