import { createHash, sign } from 'node:crypto'
import { parseCertificate } from '../../shared/attestation/snp/certificate'
import type { Roots } from '../../shared/attestation/snp/roots'
import { cborHead } from '../../shared/attestation/uvm/cbor'
import type { TestCertificate } from './testCertificates'
import { element, ia5, integer, makeCertificate, oid, p384Key, rsaKey } from './testCertificates'

/**
 * A processor of tests, with a root of its own that is none of AMD's: whoever does not name that root refuses it. Nobody can
 * make a real report that speaks of keys which a test has just made.
 */
export type TestProcessor = {
  readonly roots: Roots
  /** Whom its utility machine is endorsed by. */
  readonly uvmIssuer: string
  /** As the sidecar of confidential containers answers to `/attest/combined`. */
  readonly combined: (
    runtimeData: Buffer,
    changes?: ReportChanges,
  ) => {
    readonly evidence: string
    readonly endorsements: string
    readonly uvm_endorsements: string
  }
}

/** What a report of tests says otherwise. */
export type ReportChanges = {
  readonly version?: number
  readonly debug?: boolean
  readonly vmpl?: number
  readonly hostData?: Buffer
  readonly svn?: number
}

export const HOST_DATA = createHash('sha256').update('a container policy of tests').digest()
export const FEED = 'ContainerPlat-AMD-UVM'

const AMD = '1.3.6.1.4.1.3704.1'
const EKU = '1.3.6.1.4.1.311.76.59.1.2'
const TCB = { bootloader: 4, tee: 0, snp: 24, microcode: 219 }
const CHIP_ID = Buffer.alloc(64, 0x5a)
const MEASUREMENT = Buffer.alloc(48, 0x3c)

// Making keys takes a second or two.
export function makeTestProcessor(): TestProcessor {
  const ark = makeCertificate({ name: 'ARK of tests', key: rsaKey(), isAuthority: true })
  const ask = makeCertificate({
    ...{ name: 'ASK of tests', key: rsaKey(), issuer: ark, isAuthority: true },
  })
  const ek = makeCertificate({
    ...{ name: 'VCEK of tests', key: p384Key(), issuer: ask, isAuthority: false },
    extensions: {
      ...{ [`${AMD}.1`]: integer(1), [`${AMD}.2`]: ia5('Milan-B0') },
      ...{ [`${AMD}.3.1`]: integer(TCB.bootloader), [`${AMD}.3.2`]: integer(TCB.tee) },
      ...{ [`${AMD}.3.3`]: integer(TCB.snp), [`${AMD}.3.8`]: integer(TCB.microcode) },
      [`${AMD}.4`]: CHIP_ID,
    },
  })
  const leaf = makeCertificate({
    ...{ name: 'UVM of tests', key: rsaKey(), issuer: ark, isAuthority: false },
    extensions: { '2.5.29.37': element(0x30, oid(EKU)) },
  })
  const { keyHash } = parseCertificate(ark.der)
  const fingerprint = createHash('sha256').update(ark.der).digest('base64url')
  const uvmIssuer = `did:x509:0:sha256:${fingerprint}::eku:${EKU}`
  return {
    ...{ roots: { Milan: keyHash, Genoa: keyHash, Turin: keyHash }, uvmIssuer },
    combined: (runtimeData, changes = {}) => ({
      evidence: reportOf(runtimeData, ek, changes).toString('base64'),
      endorsements: Buffer.from([ek, ask, ark].map(pemOf).join('')).toString('base64'),
      uvm_endorsements: endorsementOf(uvmIssuer, [leaf, ark], changes.svn ?? 101).toString(
        'base64',
      ),
    }),
  }
}

function pemOf({ der }: TestCertificate): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
}

function reportOf(runtimeData: Buffer, { key }: TestCertificate, changes: ReportChanges): Buffer {
  const { version = 2, debug = false, vmpl = 0, hostData = HOST_DATA } = changes
  const report = Buffer.alloc(0x4a0)
  report.writeUInt32LE(version, 0)
  report.writeBigUInt64LE(0x3001fn | (debug ? 1n << 19n : 0n), 0x08)
  report.writeUInt32LE(vmpl, 0x30)
  report.writeUInt32LE(1, 0x34)
  createHash('sha256').update(runtimeData).digest().copy(report, 0x50)
  MEASUREMENT.copy(report, 0x90)
  hostData.copy(report, 0xc0)
  const tcb = Buffer.from([TCB.bootloader, TCB.tee, 0, 0, 0, 0, TCB.snp, TCB.microcode])
  for (const offset of [0x38, 0x180, 0x1e0, 0x1f0]) tcb.copy(report, offset)
  CHIP_ID.copy(report, 0x1a0)
  const signature = sign('sha384', report.subarray(0, 0x2a0), { key, dsaEncoding: 'ieee-p1363' })
  Buffer.from(signature.subarray(0, 48)).reverse().copy(report, 0x2a0)
  Buffer.from(signature.subarray(48)).reverse().copy(report, 0x2e8)
  return report
}

const text = (value: string): Buffer =>
  Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
const bytes = (value: Buffer): Buffer => Buffer.concat([cborHead(2, value.length), value])
const list = (...items: readonly Buffer[]): Buffer =>
  Buffer.concat([cborHead(4, items.length), ...items])

function endorsementOf(
  issuer: string,
  [leaf, ...authorities]: readonly [TestCertificate, ...TestCertificate[]],
  svn: number,
): Buffer {
  // 1 algorithm -38, 3 content type, 33 x5chain, issuer and feed.
  const head = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x38, 37, 0x03]),
    text('application/json'),
    Buffer.from([0x18, 33]),
    list(...[leaf, ...authorities].map(({ der }) => bytes(der))),
    ...[text('iss'), text(issuer), text('feed'), text(FEED)],
  ])
  const payload = Buffer.from(
    JSON.stringify({
      'x-ms-sevsnpvm-guestsvn': String(svn),
      'x-ms-sevsnpvm-launchmeasurement': MEASUREMENT.toString('hex'),
    }),
  )
  const signed = list(text('Signature1'), bytes(head), bytes(Buffer.alloc(0)), bytes(payload))
  const signature = sign('sha384', signed, { key: leaf.key, padding: 6, saltLength: 48 })
  return Buffer.concat([
    Buffer.from([0xd2]),
    list(bytes(head), Buffer.from([0xa0]), bytes(payload), bytes(signature)),
  ])
}
