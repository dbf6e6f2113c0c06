import { type Address, type Hex, parseHex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { EnvelopeMismatchError } from './errors'
import { parseFields } from './fields'
import { parseClaim } from './parseClaim'
import type { Recover } from './recover'
import type { SealedEnvelope } from './sealedEnvelope'
import { verifySeals } from './sealedEnvelope'

/** What an inner envelope is compared with. */
export type InnerCheck = {
  readonly recover: Recover
  /** 32 bytes. */
  readonly deliveryId: Hex
  readonly domain: ClaimDomain
  /** The claim that record and terms give; its payload, which only running the Cryplet gives, is not compared. */
  readonly expected: Claim
  /** The keys that must have sealed; any when left out. */
  readonly signers?: { readonly cryplet?: Address; readonly enclave?: Address }
}

/**
 * Parses and verifies what a container answered: one claim with the seals of tiers 1 and 2.
 *
 * The host seals it only after this: so a container that answers with another claim than it was asked for gets no seal.
 *
 * @param value - An InnerEnvelope.
 * @param check - What was asked, and of whom.
 * @returns The envelope of tiers 1 and 2, verified.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 * @throws EnvelopeMismatchError when the claim is not the one that was asked for.
 * @throws SealCountError, SealHighSError, SealInvalidError, SignerMismatchError as verifySeals does.
 */
export function parseInnerEnvelope(value: unknown, check: InnerCheck): SealedEnvelope {
  const fields = parseFields(value, 'inner', ['deliveryId', 'claim', 'seals'])
  const deliveryId = parseHex(fields['deliveryId'], 'inner.deliveryId', 32)
  requireEqual('inner.deliveryId', deliveryId, check.deliveryId)
  const claim = parseClaim(fields['claim'])
  for (const field of COMPARED) {
    requireEqual(`claim.${field}`, String(claim[field]), String(check.expected[field]))
  }
  const seals = parseHex(fields['seals'], 'inner.seals')
  return verifySeals({ domain: check.domain, claim, tiers: 3, seals }, check)
}

function requireEqual(field: string, received: string, expected: string): void {
  if (received !== expected.toLowerCase()) {
    throw new EnvelopeMismatchError(field, received, expected)
  }
}

const COMPARED: readonly Exclude<keyof Claim, 'payload'>[] = [
  'crypletId',
  'subscription',
  'codeHash',
  'provenance',
  'observedAt',
  'sequence',
  'expiresAt',
  'anchorBlock',
  'anchorHash',
]
