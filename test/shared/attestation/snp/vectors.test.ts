import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PRODUCTION_POLICY } from '../../../../shared/attestation/policy'
import type { Check } from '../../../../shared/attestation/result'
import type { SnpEvidence } from '../../../../shared/attestation/snp/appraiseReport'
import { appraiseReport } from '../../../../shared/attestation/snp/appraiseReport'
import type { Certificate } from '../../../../shared/attestation/snp/certificate'
import { parseCertificate, splitPem } from '../../../../shared/attestation/snp/certificate'
import { checkChain } from '../../../../shared/attestation/snp/chain'
import { checkSignature } from '../../../../shared/attestation/snp/checkSignature'
import { parseEndorsementKey } from '../../../../shared/attestation/snp/endorsementKey'
import { parseReport } from '../../../../shared/attestation/snp/report'
import { AMD_ROOTS } from '../../../../shared/attestation/snp/roots'
import { tcbOf } from '../../../../shared/attestation/snp/tcb'
import type { CborItem } from '../../../../shared/attestation/uvm/cbor'
import { decodeCbor, Tagged } from '../../../../shared/attestation/uvm/cbor'
import { checkEndorsement } from '../../../../shared/attestation/uvm/checkEndorsement'
import { parseEndorsement } from '../../../../shared/attestation/uvm/endorsement'
import type { Expected, SnpVector } from '../../../support/attestationVectors'
import { snpVector, snpVectors, VECTORS } from '../../../support/attestationVectors'

const all = snpVectors()
const named = all.map((vector) => [vector.expected.id, vector] as const)
const ACI = 'milan-vcek-aci-uvm22'

// Each at a time at which its certificates hold.
function timeOf({ ek }: Expected): number {
  return (Date.parse(ek.notBefore) + Date.parse(ek.notAfter)) / 2
}

function checksOf({ expected, evidence }: SnpVector): readonly Check[] {
  return appraiseReport(evidence, { policy: PRODUCTION_POLICY, atInMs: timeOf(expected) }).checks
}

function refusedBy(checks: readonly Check[]): readonly string[] {
  return checks.filter(({ verdict }) => verdict === 'contraindicated').map(({ check }) => check)
}

type Manifest = {
  readonly cases: readonly {
    readonly id: string
    readonly files: readonly { readonly file: string; readonly sha256: string }[]
  }[]
}

const OF_SIGNATURES = ['report', 'certificates', 'root', 'chain', 'report signature']

describe('real reports', () => {
  it('are eight, each file as its manifest has it', () => {
    expect(all).toHaveLength(8)
    const text = readFileSync(join(VECTORS, 'snp/manifest.json'), 'utf8')
    const { cases } = JSON.parse(text) as Manifest
    for (const { id, files } of cases) {
      // What is known of it is ours, and has grown since.
      for (const { file, sha256 } of files.filter((each) => each.file !== 'expected.json')) {
        const bytes = readFileSync(join(VECTORS, 'snp', id, file))
        expect([file, createHash('sha256').update(bytes).digest('hex')]).toEqual([file, sha256])
      }
    }
  })

  it.each(named)('%s: signature and chain are as is known', (_, vector) => {
    const wrong = refusedBy(checksOf(vector)).filter((check) => OF_SIGNATURES.includes(check))
    const isValid = vector.expected.verdict === 'signature-and-chain-valid'
    expect(wrong).toEqual(isValid ? [] : ['report signature'])
  })

  it.each(named)('%s: the production policy gives every reason', (_, vector) => {
    const { verdict, reasons } = vector.expected.productionPolicy
    expect(verdict).toBe('contraindicated')
    const given = checksOf(vector)
      .filter((each) => each.verdict === 'contraindicated')
      .map(({ reason }) => reason)
    expect(given).toEqual(expect.arrayContaining([...reasons]))
  })

  it.each(named)('%s: is read field by field', (_, { expected, evidence }) => {
    const report = parseReport(evidence.report)
    const [ek] = evidence.certificates
    const key = parseEndorsementKey(parseCertificate(ek))
    const hex = (bytes: Buffer | undefined): string | null => bytes?.toString('hex') ?? null
    const tcb = (kind: keyof typeof report.tcb): object => tcbOf(report.tcb[kind], key.product)
    expect({
      ...{ version: report.version, guestSvn: report.guestSvn, policyBits: report.policy },
      ...{ familyId: hex(report.familyId), imageId: hex(report.imageId), vmpl: report.vmpl },
      ...{ signatureAlgo: report.signatureAlgorithm, signingKey: report.signingKey },
      platformInfo: `0x${report.platformInfo.toString(16)}`,
      ...{ reportData: hex(report.reportData), measurement: hex(report.measurement) },
      ...{ hostData: hex(report.hostData), idKeyDigest: hex(report.idKeyDigest) },
      ...{ authorKeyDigest: hex(report.authorKeyDigest), chipId: hex(report.chipId) },
      ...{ reportId: hex(report.reportId), reportIdMa: hex(report.reportIdMa) },
      ...{ currentTcb: tcb('current'), reportedTcb: tcb('reported') },
      ...{ committedTcb: tcb('committed'), launchTcb: tcb('launch') },
      ...{ cpuid: report.cpuid ?? null, maskChipKey: report.isChipKeyMasked },
      ...{ current: report.current, committed: report.committed },
    }).toEqual(without(expected.report, ['policy', 'authorKeyEn']))
    expect({ tcb: key.tcb, hwid: hex(key.chipId), cspId: key.cspId ?? null }).toEqual({
      ...{ tcb: expected.ek.tcb, hwid: expected.ek.hwid, cspId: expected.ek.cspId },
    })
    expect(expected.ek.product.startsWith(key.product)).toBe(true)
  })

  it('come from one of the pinned roots, in every published chain', () => {
    const folder = join(VECTORS, 'amd-roots')
    for (const file of readdirSync(folder)) {
      const chain = splitPem(readFileSync(join(folder, file), 'utf8')).map(parseCertificate)
      const roots = chain.filter(({ x509 }) => x509.verify(x509.publicKey))
      const hashes = roots.map(({ keyHash }) => keyHash)
      expect([file, hashes.every((hash) => Object.values(AMD_ROOTS).includes(hash))]).toEqual([
        file,
        true,
      ])
    }
  })

  it.each(named.filter(([, { evidence }]) => evidence.uvmEndorsement !== undefined))(
    '%s: its utility machine is endorsed, and no other',
    (_, { expected, evidence }) => {
      const checks = checksOf({ expected, evidence })
      const said = parseEndorsement(evidence.uvmEndorsement ?? Buffer.alloc(0))
      expect(said).toMatchObject({ feed: expected.uvm?.feed, issuer: expected.uvm?.iss })
      const found = checks.filter(({ check }) => ['utility machine', 'measurement'].includes(check))
      expect(found.map(({ verdict }) => verdict)).toEqual(['affirming', 'affirming'])
    },
  )
})

function without(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
}

// Whether its authenticity is refused: nothing of what it says counts then.
function isRefused({ expected, evidence }: SnpVector): boolean {
  const against = { policy: PRODUCTION_POLICY, atInMs: timeOf(expected) }
  return appraiseReport(evidence, against).report === undefined
}

// The same for a changed report alone: what else is authentic stays so.
function isReportRefused(bytes: Uint8Array, ek: Certificate): boolean {
  try {
    return checkSignature(parseReport(bytes), ek).verdict !== 'affirming'
  } catch {
    return true
  }
}

// And for changed certificates.
function isChainRefused([ek, ask, ark]: SnpEvidence['certificates'], atInMs: number): boolean {
  try {
    const chain = {
      ek: parseCertificate(ek),
      ask: parseCertificate(ask),
      ark: parseCertificate(ark),
    }
    const checks = checkChain(chain, parseEndorsementKey(chain.ek), { atInMs })
    return checks.some(({ verdict }) => verdict !== 'affirming')
  } catch {
    return true
  }
}

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return changed
}

const NONE = Buffer.alloc(0)

describe('a changed bit', () => {
  const aci = snpVector(ACI)
  const ek = parseCertificate(aci.evidence.certificates[0])

  it('is none in what was appraised before', () => {
    expect(isRefused(aci)).toBe(false)
    expect(isReportRefused(aci.evidence.report, ek)).toBe(false)
    expect(isChainRefused(aci.evidence.certificates, timeOf(aci.expected))).toBe(false)
  })

  it('is refused in a report by the whole appraisal', () => {
    const bits = Array.from({ length: 60 }, (_, index) => 157 * index)
    const accepted = bits.filter((bit) => {
      const report = flipped(aci.evidence.report, bit)
      return !isRefused({ ...aci, evidence: { ...aci.evidence, report } })
    })
    expect(accepted).toEqual([])
  })

  it('is refused anywhere in a report', () => {
    const { report } = aci.evidence
    const accepted = Array.from({ length: 8 * report.length }, (_, bit) => bit).filter(
      (bit) => !isReportRefused(flipped(report, bit), ek),
    )
    expect(accepted).toEqual([])
  }, 120_000)

  it.each([0, 1, 2])(
    'is refused in each byte of certificate %s',
    (which) => {
      const accepted = Array.from(aci.evidence.certificates[which] ?? [], (_, byte) => byte).filter(
        (byte) => {
          const certificates = aci.evidence.certificates.map((der, index) =>
            index === which ? flipped(der, 8 * byte + (byte % 8)) : der,
          ) as unknown as SnpEvidence['certificates']
          return !isChainRefused(certificates, timeOf(aci.expected))
        },
      )
      expect(accepted).toEqual([])
    },
    120_000,
  )

  // Nothing is read from the header that is not signed.
  it('is refused in what is signed of the endorsement of the utility machine, and in its signature', () => {
    const cose = Buffer.from(aci.evidence.uvmEndorsement ?? [])
    const message = decodeCbor(cose)
    const parts = message instanceof Tagged ? (message.item as readonly CborItem[]) : []
    const [head = NONE, , payload = NONE, signature = NONE] = parts as readonly Buffer[]
    const endOfHead = cose.indexOf(head) + head.length
    const tail = cose.indexOf(payload, endOfHead)
    expect(tail + payload.length + 3 + signature.length).toBe(cose.length)
    const isSigned = (byte: number): boolean => byte < endOfHead || byte >= tail
    const signed = Array.from(cose, (_, byte) => byte).filter(
      (byte) => byte % 5 === 0 && isSigned(byte),
    )
    const accepted = signed.filter((byte) => {
      const changed = flipped(cose, 8 * byte + (byte % 8))
      const checks = checkEndorsement(
        changed,
        parseReport(aci.evidence.report),
        PRODUCTION_POLICY.uvm,
      )
      return !refusedBy(checks).some((check) => ['utility machine', 'measurement'].includes(check))
    })
    expect(accepted).toEqual([])
  }, 120_000)
})
