import { appraise } from '../../../shared/attestation/appraise'
import type { ContainerEvidence, RuntimeData } from '../../../shared/attestation/evidence'
import { RUNTIME_SCHEMA } from '../../../shared/attestation/evidence'
import { claimsIn, parseEvidence } from '../../../shared/attestation/parseEvidence'
import { PRODUCTION_POLICY, policyFor } from '../../../shared/attestation/policy'
import type { AttestationResult } from '../../../shared/attestation/result'
import { snpVector } from '../../support/attestationVectors'

const { evidence: vector } = snpVector('milan-vcek-aci-uvm22')
const DAY = 86_400
const AT = Date.UTC(2023, 5, 1) / 1000

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')

const runtimeData: RuntimeData = {
  schema: RUNTIME_SCHEMA,
  codeDigest: `0x${'01'.repeat(32)}`,
  algorithmDigest: `0x${'00'.repeat(32)}`,
  operator: '0xa267E4f15c979289993a95E22cA9cDf077B708Ba',
  publisher: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  allowedPrivateOrigins: [],
  keys: {
    enclave: '0xB22CE629B429C75aCfD5c43a939b1551acd4b17f',
    encryption: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
  },
  nonce: `0x${'02'.repeat(32)}`,
}

// Real certificates and report, which speak of other runtime data: nobody else has their processor's key.
const evidence: ContainerEvidence = {
  type: 'azure-aci-sevsnp',
  runtimeData: base64(JSON.stringify(runtimeData)),
  report: base64(vector.report),
  certificates: vector.certificates
    .map((der) => `-----BEGIN CERTIFICATE-----\n${base64(der)}\n-----END CERTIFICATE-----\n`)
    .join(''),
  uvmEndorsement: base64(vector.uvmEndorsement ?? ''),
  containerPolicy: base64(vector.containerPolicy ?? ''),
  collectedAt: AT,
}

function appraised(
  changes: Partial<ContainerEvidence> = {},
  { policy = PRODUCTION_POLICY, afterInSeconds = 0 } = {},
): AttestationResult {
  const nonce = runtimeData.nonce
  const atInMs = 1000 * (AT + afterInSeconds)
  return appraise({ evidence: { ...evidence, ...changes }, policy, nonce, atInMs })
}

function verdictsOf({ checks }: AttestationResult, check: string): readonly string[] {
  return checks.filter((each) => each.check === check).map(({ verdict }) => verdict)
}

describe("a container group's evidence", () => {
  it('is hardware’s, and refused for what it says: another app, and a policy that allows everything', () => {
    const result = appraised()
    expect(result).toMatchObject({ verdict: 'contraindicated', teeClass: 'hardware' })
    expect(verdictsOf(result, 'report signature')).toEqual(['affirming'])
    expect(verdictsOf(result, 'report data')).toEqual(['contraindicated'])
    expect(verdictsOf(result, 'host data')).toEqual(['contraindicated'])
    expect(verdictsOf(result, 'challenge')).toEqual(['affirming'])
  })

  it('is refused for an allow-everything policy, though somebody has put it on the allow-list', () => {
    const referenceValues = [`0x${Buffer.from(vector.report).subarray(0xc0, 0xe0).toString('hex')}`]
    const policy = { ...PRODUCTION_POLICY, referenceValues: referenceValues as [`0x${string}`] }
    expect(verdictsOf(appraised({}, { policy }), 'host data')).toEqual(['contraindicated'])
  })

  it.each([
    ['fresh', 7 * DAY, 'affirming'],
    ['older than seven days', 7 * DAY + 1, 'warning'],
    ['older than fourteen', 14 * DAY + 1, 'contraindicated'],
    ['of the future', -61, 'contraindicated'],
  ])('has collateral that is %s', (_, afterInSeconds, verdict) => {
    expect(verdictsOf(appraised({}, { afterInSeconds }), 'collateral')).toEqual([verdict])
  })

  it.each([
    ['no certificate', { certificates: 'none' }, 'certificates'],
    ['one certificate', { certificates: evidence.certificates.slice(0, 2_000) }, 'certificates'],
    ['a report that is none', { report: base64('report') }, 'report'],
    ['an endorsement that is none', { uvmEndorsement: base64('x') }, 'utility machine'],
    ['runtime data of something else', { runtimeData: base64('{"keys":[]}') }, 'runtime data'],
    ['another container policy', { containerPolicy: base64('package policy') }, 'host data'],
  ])('is refused with %s', (_, changes, check) => {
    expect(verdictsOf(appraised(changes), check)).toEqual(['contraindicated'])
  })

  it('is refused by a test policy as by the one for production', () => {
    const policy = policyFor({ chainId: 31337, environment: undefined, referenceValues: [] })
    expect(appraised({}, { policy }).verdict).toBe('contraindicated')
  })

  it('is parsed as it was written, and says whose keys it speaks for', () => {
    expect(parseEvidence(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence)
    expect(claimsIn(evidence)).toMatchObject({ keys: runtimeData.keys })
  })
})
