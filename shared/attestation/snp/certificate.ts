import { createHash, X509Certificate } from 'node:crypto'
import { messageOf } from '../../core/errors'
import { EvidenceMalformedError } from '../errors'
import { contentOf, elementsOf, oidOf, TAG } from './der'

/** A certificate, with the extensions that Node does not tell. */
export type Certificate = {
  readonly x509: X509Certificate
  /** Values by object identifier, without the octet string around them. */
  readonly extensions: ReadonlyMap<string, Buffer>
  /** SHA-256 of its public key, hex. */
  readonly keyHash: string
}

/**
 * Parses a certificate. All of it must be vouched for: what lies outside of its signed part must be as the signed part says,
 * since nothing else would notice a change there.
 *
 * @param der - DER.
 * @returns The certificate, not verified yet.
 * @throws EvidenceMalformedError
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const bytes = Buffer.from(der)
  const extensions = extensionsOf(bytes)
  try {
    const x509 = new X509Certificate(bytes)
    const key = x509.publicKey.export({ type: 'spki', format: 'der' })
    return { x509, extensions, keyHash: createHash('sha256').update(key).digest('hex') }
  } catch (error) {
    throw new EvidenceMalformedError('certificate', messageOf(error).slice(0, 200))
  }
}

/**
 * Splits a chain of certificates.
 *
 * @param pem - One after the other.
 * @returns DER of each.
 * @throws EvidenceMalformedError when there is anything that is none.
 */
export function splitPem(pem: string): readonly Buffer[] {
  const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g
  const rest = pem.replace(block, '').trim()
  if (rest !== '') throw new EvidenceMalformedError('certificate chain', 'it holds more than PEM')
  return [...pem.matchAll(block)].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
}

function extensionsOf(der: Buffer): ReadonlyMap<string, Buffer> {
  const fields = elementsOf(signedPartOf(der))
  const list = fields.find(({ tag }) => tag === TAG.extensions)
  const found = new Map<string, Buffer>()
  if (list === undefined) return found
  for (const { content } of elementsOf(contentOf(list.content, TAG.sequence))) {
    const [id, ...rest] = elementsOf(content)
    const value = rest.at(-1)
    if (id?.tag !== TAG.oid || value?.tag !== TAG.octetString) throw malformed('an extension')
    const name = oidOf(id.content)
    if (found.has(name)) throw malformed(`extension ${name} is there twice`)
    found.set(name, value.content)
  }
  return found
}

function signedPartOf(der: Buffer): Buffer {
  const [signed, algorithm, signature, ...others] = elementsOf(contentOf(der, TAG.sequence))
  if (signed === undefined || algorithm === undefined || others.length > 0) {
    throw malformed('it has not got three parts')
  }
  // After version and serial number: the algorithm once more.
  const [, , named] = elementsOf(signed.content)
  if (named?.whole.equals(algorithm.whole) !== true) throw malformed('it names two algorithms')
  if (signature?.tag !== TAG.bitString || signature.content[0] !== 0) {
    throw malformed('its signature is not a string of whole bytes')
  }
  return signed.content
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('certificate', fault)
}
