import { type Address, type Hex, parseHex } from '../core/hex'
import type { Claim, ClaimDomain } from './claim'
import { EnvelopeMismatchError } from './errors'
import { parseFields } from './fields'
import { parseClaim } from './parseClaim'
import type { Recover } from './recover'
import type { PartialEnvelope } from './sealClaim'
import { verifySeals } from './sealedEnvelope'

/** What a claim was asked for. Terms of a delivery fit. */
export type ClaimTerms = {
  /** 32 bytes. */
  readonly deliveryId: Hex
  readonly domain: ClaimDomain
  /** 32 bytes. */
  readonly subscription: Hex
  readonly mode: 'latest' | 'each'
  /** The nonce of mode `each`, in decimal digits. */
  readonly nonce?: string
  readonly maxAgeInSeconds: number
  /** 32 bytes. */
  readonly codeHash: Hex
}

/** What an inner envelope is compared with. */
export type InnerCheck = {
  readonly recover: Recover
  readonly terms: ClaimTerms
  /** 32 bytes. */
  readonly crypletId: Hex
  /** Of the record that was to be executed, 32 bytes. */
  readonly provenance: Hex
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
 * @returns The envelope of tiers 1 and 2, verified; not yet one that may be submitted.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 * @throws EnvelopeMismatchError when the claim is not the one that was asked for.
 * @throws SealCountError, SealHighSError, SealInvalidError, SignerMismatchError as verifySeals does.
 */
export function parseInnerEnvelope(value: unknown, check: InnerCheck): PartialEnvelope {
  const fields = parseFields(value, 'inner', ['deliveryId', 'claim', 'seals'])
  const deliveryId = parseHex(fields['deliveryId'], 'inner.deliveryId', 32)
  const { terms } = check
  requireEqual('inner.deliveryId', deliveryId, terms.deliveryId)
  const claim = parseClaim(fields['claim'])
  requireAsked(claim, check)
  const seals = parseHex(fields['seals'], 'inner.seals')
  return verifySeals({ domain: terms.domain, claim, tiers: 3, seals }, check)
}

function requireAsked(claim: Claim, { terms, crypletId, provenance }: InnerCheck): void {
  requireEqual('claim.crypletId', claim.crypletId, crypletId)
  requireEqual('claim.subscription', claim.subscription, terms.subscription)
  requireEqual('claim.codeHash', claim.codeHash, terms.codeHash)
  requireEqual('claim.provenance', claim.provenance, provenance)
  const sequence = terms.mode === 'latest' ? claim.observedAt * 1000n : (terms.nonce ?? 'a nonce')
  requireEqual('claim.sequence', String(claim.sequence), String(sequence))
  const latest = claim.observedAt + BigInt(terms.maxAgeInSeconds)
  if (claim.expiresAt > latest) {
    const expected = `at most ${String(latest)}, its observation's time and the policy's maxAge`
    throw new EnvelopeMismatchError('claim.expiresAt', String(claim.expiresAt), expected)
  }
}

function requireEqual(field: string, received: string, expected: string): void {
  if (received !== expected.toLowerCase()) {
    throw new EnvelopeMismatchError(field, received, expected)
  }
}
