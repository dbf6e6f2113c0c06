import { constants, verify } from 'node:crypto'
import { EvidenceMalformedError } from '../errors'
import type { Certificate } from '../snp/certificate'
import { parseCertificate } from '../snp/certificate'
import type { CborItem } from './cbor'
import { cborHead, decodeCbor, Tagged } from './cbor'

/** What somebody says of a utility machine, signed. */
export type UvmEndorsement = {
  /** did:x509, not resolved yet. */
  readonly issuer: string
  readonly feed: string
  readonly svn: number
  /** Launch measurement, 48 bytes, hex. */
  readonly measurement: string
  /** Leaf first. */
  readonly chain: readonly Certificate[]
  /** Whether the leaf signed it. */
  readonly isSigned: boolean
}

// Labels of headers. Source: RFC 9052, RFC 9360 (x5chain), RFC 9597 (claims), RFC 8392.
const [ALGORITHM, CONTENT_TYPE, X5CHAIN, CWT_CLAIMS] = [1, 3, 33, 15]
const [ISSUER, FEED] = [1, 2]
const COSE_SIGN1 = 18

type Scheme = { readonly hash: string; readonly isRsa: boolean }

// Source: RFC 9053 and RFC 8230.
const SCHEMES: Readonly<Record<number, Scheme>> = {
  [-7]: { hash: 'sha256', isRsa: false },
  [-35]: { hash: 'sha384', isRsa: false },
  [-37]: { hash: 'sha256', isRsa: true },
  [-38]: { hash: 'sha384', isRsa: true },
  [-39]: { hash: 'sha512', isRsa: true },
}

/**
 * Reads the endorsement of a utility machine, in either form that Microsoft has published: a JSON payload, or the
 * measurement alone with its version among the claims of the header.
 *
 * @param cose - COSE_Sign1.
 * @returns What it says, and whether it is signed; nothing is believed yet.
 * @throws EvidenceMalformedError
 */
export function parseEndorsement(cose: Uint8Array): UvmEndorsement {
  const signed = signedOf(decodeCbor(cose))
  const headers = mapOf(decodeCbor(signed.head), 'header')
  const chain = chainOf(headers.get(X5CHAIN))
  const claims = headers.get(CWT_CLAIMS)
  const said =
    claims === undefined
      ? saidByJson(signed.payload, headers)
      : saidByClaims(signed.payload, mapOf(claims, 'claims'))
  return { ...said, chain, isSigned: isSigned(signed, headers.get(ALGORITHM), chain[0]) }
}

type Signed = { readonly head: Buffer; readonly payload: Buffer; readonly signature: Buffer }

function signedOf(message: CborItem): Signed {
  const parts = message instanceof Tagged && message.tag === COSE_SIGN1 ? message.item : []
  const [head, , payload, signature] = Array.isArray(parts) ? (parts as readonly CborItem[]) : []
  if (head instanceof Buffer && payload instanceof Buffer && signature instanceof Buffer) {
    return { head, payload, signature }
  }
  throw malformed('it is no COSE_Sign1')
}

type Said = Omit<UvmEndorsement, 'chain' | 'isSigned'>

function saidByJson(payload: Buffer, headers: ReadonlyMap<CborItem, CborItem>): Said {
  if (headers.get(CONTENT_TYPE) !== 'application/json') throw malformed('its payload is no JSON')
  const said = JSON.parse(payload.toString('utf8')) as Readonly<Record<string, unknown>>
  return {
    issuer: textOf(headers.get('iss'), 'issuer'),
    feed: textOf(headers.get('feed'), 'feed'),
    svn: svnOf(said['x-ms-sevsnpvm-guestsvn']),
    measurement: measurementOf(said['x-ms-sevsnpvm-launchmeasurement']),
  }
}

function saidByClaims(payload: Buffer, claims: ReadonlyMap<CborItem, CborItem>): Said {
  return {
    issuer: textOf(claims.get(ISSUER), 'issuer'),
    feed: textOf(claims.get(FEED), 'feed'),
    svn: svnOf(claims.get('svn')),
    measurement: measurementOf(payload.toString('hex')),
  }
}

function svnOf(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^\d{1,9}$/.test(text)) throw malformed('its version')
  return Number(text)
}

function measurementOf(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{96}$/i.test(value))
    throw malformed('its measurement')
  return value.toLowerCase()
}

function chainOf(value: CborItem | undefined): readonly Certificate[] {
  const list = Array.isArray(value) ? (value as readonly CborItem[]) : [value]
  return list.map((der) => {
    if (!(der instanceof Buffer)) throw malformed('its certificates')
    return parseCertificate(der)
  })
}

function isSigned(
  { head, payload, signature }: Signed,
  algorithm: CborItem | undefined,
  leaf: Certificate | undefined,
): boolean {
  const scheme = typeof algorithm === 'number' ? SCHEMES[algorithm] : undefined
  if (scheme === undefined || leaf === undefined) return false
  const context = Buffer.from('Signature1')
  const text = Buffer.concat([cborHead(3, context.length), context])
  const strings = [head, Buffer.alloc(0), payload].flatMap((each) => [
    cborHead(2, each.length),
    each,
  ])
  const signed = Buffer.concat([cborHead(4, 4), text, ...strings])
  const key = leaf.x509.publicKey
  const options = scheme.isRsa
    ? {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }
    : { dsaEncoding: 'ieee-p1363' as const }
  if ((key.asymmetricKeyType === 'ec') === scheme.isRsa) return false
  return verify(scheme.hash, signed, { key, ...options }, signature)
}

function mapOf(value: CborItem | undefined, what: string): ReadonlyMap<CborItem, CborItem> {
  if (value instanceof Map) return value as ReadonlyMap<CborItem, CborItem>
  throw malformed(`its ${what}`)
}

function textOf(value: CborItem | undefined, what: string): string {
  if (typeof value === 'string') return value
  throw malformed(`its ${what}`)
}

function malformed(fault: string): EvidenceMalformedError {
  return new EvidenceMalformedError('endorsement of the utility machine', fault)
}
