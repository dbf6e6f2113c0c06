import type { KeyObject } from 'node:crypto'
import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'

/** A certificate of tests, with its key. */
export type TestCertificate = {
  readonly name: string
  readonly der: Buffer
  readonly key: KeyObject
}

/** What a certificate of tests is to say. */
export type CertificateOrder = {
  readonly name: string
  readonly key: KeyObject
  /** Itself when left out. */
  readonly issuer?: TestCertificate
  readonly isAuthority: boolean
  /** Values by object identifier. */
  readonly extensions?: Readonly<Record<string, Buffer>>
}

export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...bytes]), content])
}

export function integer(value: number): Buffer {
  const bytes = value < 0x80 ? [value] : [0, value]
  return element(0x02, Buffer.from(bytes))
}

export function ia5(text: string): Buffer {
  return element(0x16, Buffer.from(text, 'latin1'))
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  const base128 = (value: number): number[] => {
    const low = [value & 0x7f]
    for (let rest = value >> 7; rest > 0; rest >>= 7) low.unshift((rest & 0x7f) | 0x80)
    return low
  }
  return element(0x06, Buffer.from([40 * first + second, ...others.flatMap(base128)]))
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts)

// RSASSA-PSS with SHA-384, MGF1 with SHA-384, salt of 48 bytes.
const SHA384 = sequence(oid('2.16.840.1.101.3.4.2.2'), element(0x05))
const PSS = sequence(
  oid('1.2.840.113549.1.1.10'),
  sequence(
    element(0xa0, SHA384),
    element(0xa1, sequence(oid('1.2.840.113549.1.1.8'), SHA384)),
    element(0xa2, integer(48)),
  ),
)

export function makeCertificate(order: CertificateOrder): TestCertificate {
  const { name, key, issuer, isAuthority, extensions = {} } = order
  const named = (text: string): Buffer =>
    sequence(element(0x31, sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(text)))))
  const time = (text: string): Buffer => element(0x17, Buffer.from(text))
  const own = {
    '2.5.29.19': sequence(...(isAuthority ? [element(0x01, Buffer.from([0xff]))] : [])),
  }
  const listed = Object.entries({ ...own, ...extensions }).map(([id, value]) =>
    sequence(oid(id), element(0x04, value)),
  )
  const signed = sequence(
    ...[element(0xa0, integer(2)), integer(1), PSS, named(issuer?.name ?? name)],
    ...[sequence(time('200101000000Z'), time('491231235959Z')), named(name)],
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...listed)),
  )
  const signer = issuer?.key ?? key
  const signature = sign('sha384', signed, {
    ...{ key: signer, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
  })
  const der = sequence(signed, PSS, element(0x03, Buffer.from([0]), signature))
  return { name, der, key }
}

export function rsaKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey
}

export function p384Key(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
}
