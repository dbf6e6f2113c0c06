import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AttestationResult } from '../../../shared/attestation/result'
import { reasonsOf } from '../../../shared/attestation/result'
import { snpVectors, VECTORS } from '../../support/attestationVectors'
import { cryplet } from '../../support/cliRig'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ACI = join(VECTORS, 'snp/milan-vcek-aci-uvm22')
const AT = ['--at', '2023-06-01T00:00:00Z']
const hex = (bytes: Buffer): string => bytes.toString('hex')
const base64 = (file: string): string => readFileSync(join(ACI, file)).toString('base64')

function write(name: string, value: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}

async function verify(...args: readonly string[]): Promise<{
  readonly exitCode: number
  readonly result: AttestationResult
}> {
  const { exitCode, out, err } = await cryplet(['attest', 'verify', ...args, '--json'])
  expect(err).toBe('')
  return { exitCode, result: JSON.parse(out) as AttestationResult }
}

describe('cryplet attest verify', () => {
  it.each(snpVectors().map(({ expected }) => [expected.id, expected] as const))(
    '%s: gives every reason of the production policy',
    async (id, { productionPolicy }) => {
      const { exitCode, result } = await verify(join(VECTORS, 'snp', id))
      expect([exitCode, result.verdict]).toEqual([1, productionPolicy.verdict])
      expect(reasonsOf(result)).toEqual(expect.arrayContaining([...productionPolicy.reasons]))
    },
  )

  it('accepts what a policy names: build, utility machine and versions', async () => {
    // The measured machine is an old one, and its container policy is left out: only its digest would be known.
    const report = readFileSync(join(ACI, 'report.bin'))
    const combined = write('combined.json', {
      ...{ evidence: base64('report.bin'), endorsements: base64('chain.pem') },
      uvm_endorsements: base64('uvm-endorsement.cose'),
    })
    const policy = write('policy.json', {
      ...{ name: 'ours', referenceValues: [hex(report.subarray(0xc0, 0xe0))] },
      uvm: { minimumSvn: 22 },
      minimumTcb: { Milan: { snp: 8 } },
    })
    const { result } = await verify(combined, '--policy', policy, ...AT)
    expect(result.teeClass).toBe('hardware')
    // Whatever a policy says: this one allows everything.
    expect(reasonsOf(result)).toEqual([
      'HOST_DATA is the digest of an allow-everything container policy',
    ])
  })

  it('reads the files of a security context', async () => {
    const [vcekCert = '', ...others] = readFileSync(join(ACI, 'chain.pem'), 'utf8').split(
      /(?<=-----END CERTIFICATE-----\n)/,
    )
    const certificates = { vcekCert, tcbm: '7308000000000003', certificateChain: others.join('') }
    write('host-amd-cert-base64', Buffer.from(JSON.stringify(certificates)).toString('base64'))
    write('reference-info-base64', base64('uvm-endorsement.cose'))
    write('security-policy-base64', base64('cce-policy.rego'))
    writeFileSync(join(folder, 'report.bin'), readFileSync(join(ACI, 'report.bin')))
    const { result } = await verify(folder, ...AT)
    expect(result).toEqual((await verify(ACI, ...AT)).result)
    expect(result.teeClass).toBe('hardware')
  })

  it('takes a token with the keys of its issuer, and knows none without', async () => {
    const token = join(VECTORS, 'maa/cvm-sharedweu-2023-03-30.jwt')
    const at = ['--at', '2023-03-30T12:00:00Z']
    const keys = ['--keys', join(VECTORS, 'maa/jwks-from-public-sources.json')]
    const known = await verify(token, ...at, ...keys)
    expect(known.result).toMatchObject({ verdict: 'contraindicated', teeClass: 'hardware' })
    expect(reasonsOf(known.result)).toContain('attestation type is azurevm, expected sevsnpvm')
    expect((await verify(token, ...at)).result.teeClass).toBe('none')
  })

  it('says of each check what was found', async () => {
    const { out, exitCode } = await cryplet(['attest', 'verify', ACI, ...AT])
    expect(exitCode).toBe(1)
    expect(out).toMatchInlineSnapshot(`
"contraindicated; hardware that vouches: yes
  ok    root                     the pinned root of Milan
  ok    chain                    each certificate is signed by the one above it
  ok    certificate time         all hold; the endorsement key until Nov 29 01:55:56 2029 GMT
  ok    report signature         it verifies with the endorsement key
  ok    endorsement key          the VCEK of the processor that reports
  ok    processor                Milan, by its certificate
  ok    TCB                      REPORTED_TCB is high enough for Milan
  ok    TCB                      COMMITTED_TCB is high enough for Milan
  ok    TCB                      LAUNCH_TCB is high enough for Milan
  ok    debug                    guest policy allows no DEBUG
  ok    migration                guest policy allows no MIGRATION
  ok    VMPL                     VMPL is 0
  ok    firmware                 firmware 1.52.4 is committed
  FAIL  host data                HOST_DATA is the digest of an allow-everything container policy
  ok    utility machine          endorsed by ContainerPlat-AMD-UVM of did:x509:0:sha256:I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s::eku:1.3.6.1.4.1.311.76.59.1.2
  FAIL  utility machine version  version 22 is below 100
  ok    measurement              MEASUREMENT is what is endorsed
  warn  report data              no runtime data came: it speaks of no key
"
`)
  })

  it.each<[string, readonly string[], string]>([
    ['a folder that is not there', ['/nowhere'], 'EVIDENCE_UNREADABLE'],
    ['a folder without evidence', [VECTORS], 'EVIDENCE_UNREADABLE'],
    ['a file that is none', [join(ACI, 'report.bin')], 'EVIDENCE_UNREADABLE'],
    ['a time that is none', [ACI, '--at', 'soon'], 'APPRAISAL_OPTION_INVALID'],
    ['a policy that is not there', [ACI, '--policy', '/nowhere'], 'APPRAISAL_OPTION_INVALID'],
  ])('refuses %s', async (_, args, code) => {
    const { exitCode, err } = await cryplet(['attest', 'verify', ...args])
    expect(exitCode).toBe(1)
    expect(err).toContain(`(${code})`)
  })

  it.each([
    ['a foreign member', { debug: true }, 'no members but'],
    ['a short digest', { referenceValues: ['ab'] }, 'policy.referenceValues[0]'],
    ['a product that is not known', { minimumTcb: { Rome: {} } }, 'policy.minimumTcb'],
    [
      'a version that is none',
      { minimumTcb: { Milan: { snp: -1 } } },
      'policy.minimumTcb.Milan.snp',
    ],
  ])('refuses a policy with %s', async (_, policy, says) => {
    const path = write('policy.json', policy)
    const { err } = await cryplet(['attest', 'verify', ACI, '--policy', path])
    expect(err).toContain(says)
  })
})
