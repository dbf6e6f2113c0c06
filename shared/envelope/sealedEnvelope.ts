import { type Address, type Hex, parseHex } from '../core/hex'
import { claimDigest } from './claimDigest'
import { SealHighSError, SealInvalidError, SignerMismatchError } from './errors'
import { parseFields } from './fields'
import type { Layer } from './onion'
import { layersOf } from './onion'
import { openLayer, type SealFault } from './openSeals'
import { type ClaimJson, claimToJson, parseClaim, parseClaimDomain } from './parseClaim'
import { parseTiers } from './parseTiers'
import type { Recover } from './recover'
import type { PartialEnvelope, Sign } from './sealClaim'
import { addSeal } from './sealClaim'
import type { TierName, Tiers } from './tiers'

declare const sealed: unique symbol

/** Addresses by tier. */
export type SealSigners = { readonly [tier in TierName]?: Address }

/**
 * A claim whose seals have been verified: the only thing that can be submitted.
 *
 * It is made by parseSealedEnvelope, verifySeals and addVerifiedHostSeal alone: no other code can name its mark.
 */
export type SealedEnvelope = PartialEnvelope & {
  /** The claim's own, by which contracts and receipts name it; 32 bytes. */
  readonly digest: Hex
  /** Who made the seals. */
  readonly signers: SealSigners
  readonly [sealed]: true
}

/** A sealed envelope as JSON carries it. */
export type SealedEnvelopeJson = {
  readonly domain: { readonly chainId: number; readonly verifyingContract: Address }
  readonly claim: ClaimJson
  readonly tiers: Tiers
  readonly seals: Hex
}

/** Who may have sealed, and how that is found. */
export type SealCheck = {
  readonly recover: Recover
  /** The keys that must have made the seals; any key is taken for a tier that is left out. */
  readonly signers?: SealSigners
}

/**
 * Regains a sealed envelope from JSON by verifying it.
 *
 * @param value - As sealedEnvelopeToJson writes it.
 * @param check - Who may have sealed.
 * @returns The envelope.
 * @throws InvalidValueError when a field is missing, foreign or not what its type asks for.
 * @throws IntegerOutOfRangeError when an integer does not fit in uint64.
 * @throws TiersIllegalError when the tiers are not 1, 3, 5 or 7.
 * @throws SealCountError, SealHighSError, SealInvalidError, SignerMismatchError as verifySeals does.
 */
export function parseSealedEnvelope(value: unknown, check: SealCheck): SealedEnvelope {
  const fields = parseFields(value, 'envelope', ['domain', 'claim', 'tiers', 'seals'])
  const envelope = {
    domain: parseClaimDomain(fields['domain']),
    claim: parseClaim(fields['claim']),
    tiers: parseTiers(fields['tiers']),
    seals: parseHex(fields['seals'], 'seals'),
  }
  return verifySeals(envelope, check)
}

/**
 * Verifies each seal of an envelope.
 *
 * @param envelope - With the seals of all the tiers that it names.
 * @param check - Who may have sealed.
 * @returns The same, marked as verified.
 * @throws SealCountError when the seals are not as many as the tiers.
 * @throws SealHighSError when a signature has a twin.
 * @throws SealInvalidError when a signature is nobody's.
 * @throws SignerMismatchError when a seal is by another key: so are all seals of a changed claim, and those outside of
 * a changed seal.
 */
export function verifySeals(envelope: PartialEnvelope, check: SealCheck): SealedEnvelope {
  const layers = layersOf(envelope)
  const { domain, claim, tiers, seals } = envelope
  const signers = signersOf(layers, check)
  // The innermost layer is signed over the claim itself.
  const digest = layers[0]?.digest ?? claimDigest(claim, domain)
  return { domain, claim, tiers, seals, digest, signers } as SealedEnvelope
}

/** The host's key, and how to see that it signed. */
export type HostSealing = {
  readonly address: Address
  readonly sign: Sign
  readonly recover: Recover
}

/**
 * Puts the host's seal around an envelope that has been verified, and verifies that one seal.
 *
 * @param inner - With the seals that the host vouches for.
 * @param host - Whose key.
 * @returns The envelope with tier 3.
 * @throws SealOrderError when there is a host's seal already.
 * @throws InvalidValueError when the key gave something else than 64 bytes.
 * @throws SealHighSError, SealInvalidError, SignerMismatchError when what it gave is not its signature.
 */
export async function addVerifiedHostSeal(
  inner: SealedEnvelope,
  host: HostSealing,
): Promise<SealedEnvelope> {
  const sealed = await addSeal(inner, 3, host.sign)
  const { recover, address } = host
  const added = signersOf(layersOf(sealed).slice(-1), { recover, signers: { host: address } })
  const signers = { ...inner.signers, ...added }
  return { ...sealed, digest: inner.digest, signers } as SealedEnvelope
}

/**
 * Writes a sealed envelope as JSON.
 *
 * @param envelope - Verified or not.
 * @returns What parseSealedEnvelope reads.
 */
export function sealedEnvelopeToJson(envelope: PartialEnvelope): SealedEnvelopeJson {
  const { chainId, verifyingContract } = envelope.domain
  return {
    domain: { chainId, verifyingContract },
    claim: claimToJson(envelope.claim),
    tiers: envelope.tiers,
    seals: envelope.seals,
  }
}

/**
 * Compares who signed with who was expected.
 *
 * @param signed - What was signed.
 * @param recovered - Who signed it.
 * @param expected - Who should have; anybody when undefined.
 * @throws SignerMismatchError when they differ.
 */
export function requireSigner(
  signed: SignerMismatchError['signed'],
  recovered: Address,
  expected: Address | undefined,
): void {
  if (expected !== undefined && recovered.toLowerCase() !== expected.toLowerCase()) {
    throw new SignerMismatchError(signed, recovered, expected)
  }
}

function signersOf(layers: readonly Layer[], check: SealCheck): SealSigners {
  const opened = layers.map((layer) => {
    const seal = openLayer(layer, check.recover)
    if ('fault' in seal) throw faultOf(seal.tier, seal.fault)
    requireSigner(`${seal.tier} seal`, seal.signer, check.signers?.[seal.tier])
    return [seal.tier, seal.signer] as const
  })
  return Object.fromEntries<Address>(opened)
}

function faultOf(tier: TierName, fault: SealFault): Error {
  return fault === 'high s'
    ? new SealHighSError(`${tier} seal`)
    : new SealInvalidError(`${tier} seal`)
}
