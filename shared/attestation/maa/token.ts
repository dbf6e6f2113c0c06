import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { messageOf } from '../../core/errors'
import { EvidenceMalformedError } from '../errors'

/** A token of Microsoft Azure Attestation, parsed and not believed yet. */
export type MaaToken = {
  readonly header: Claims
  /** What it says at its top level: what lies deeper may have been written by whom it speaks of. */
  readonly claims: Claims
  readonly signed: Buffer
  readonly signature: Buffer
}

/** Members of a JSON object. */
export type Claims = Readonly<Record<string, unknown>>

/** A key of an issuer, as its `/certs` lists it: with a certificate, with a modulus, or with both. */
export type MaaKey = {
  readonly kid: string
  /** Base64 of DER; the first is the key's. */
  readonly x5c?: readonly string[]
  /** base64url */
  readonly n?: string
  /** base64url */
  readonly e?: string
}

/** Keys by issuer: those of one say nothing of another's tokens. */
export type MaaKeys = Readonly<Record<string, readonly MaaKey[]>>

/**
 * Parses a token.
 *
 * Source: RFC 7515 (compact serialization), RFC 7519.
 *
 * @param text - Three parts of base64url.
 * @returns The token.
 * @throws EvidenceMalformedError
 */
export function parseToken(text: string): MaaToken {
  const parts = text.trim().split('.')
  const [header = '', claims = '', signature = ''] = parts
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) {
    throw malformed('it has not got three parts of base64url')
  }
  return {
    ...{ header: jsonOf(header), claims: jsonOf(claims) },
    ...{ signed: Buffer.from(`${header}.${claims}`), signature: bytesOf(signature) },
  }
}

/**
 * Tells what is wrong with a token's signature.
 *
 * @param token - Parsed.
 * @param keys - Of the issuer that it names.
 * @returns The fault; undefined when one of the keys signed it.
 */
export function signatureFault(token: MaaToken, keys: readonly MaaKey[]): string | undefined {
  const { alg, kid } = token.header
  if (alg !== 'RS256') return `its algorithm is ${String(alg)}, expected RS256`
  const key = keys.find((each) => each.kid === kid)
  if (key === undefined) return `no key of its issuer is ${String(kid)}`
  try {
    const isSigned = verify('sha256', token.signed, publicKeyOf(key), token.signature)
    return isSigned ? undefined : 'its signature does not verify'
  } catch (error) {
    return `its key cannot be read: ${messageOf(error).slice(0, 100)}`
  }
}

function publicKeyOf({ x5c, n, e }: MaaKey): ReturnType<typeof createPublicKey> {
  const [certificate] = x5c ?? []
  if (certificate !== undefined) {
    return new X509Certificate(Buffer.from(certificate, 'base64')).publicKey
  }
  if (n === undefined || e === undefined) throw new Error('it has neither x5c nor n and e')
  return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
}

function jsonOf(part: string): Claims {
  let value: unknown
  try {
    value = JSON.parse(bytesOf(part).toString('utf8'))
  } catch {
    throw malformed('a part of it is no JSON')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims
  throw malformed('a part of it is no JSON object')
}

// Written in one way only: else a changed last character would be another token with the same bytes.
function bytesOf(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) throw malformed('a part of it is no base64url')
  return bytes
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('attestation token', fault)
}
