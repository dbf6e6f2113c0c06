import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MaaAppraisal } from '../../../../shared/attestation/maa/appraiseToken'
import { appraiseToken } from '../../../../shared/attestation/maa/appraiseToken'
import type { Claims, MaaKey, MaaKeys } from '../../../../shared/attestation/maa/token'
import { parseToken } from '../../../../shared/attestation/maa/token'
import type { AppraisalPolicy } from '../../../../shared/attestation/policy'
import { PRODUCTION_POLICY } from '../../../../shared/attestation/policy'
import { VECTORS } from '../../../support/attestationVectors'
import { TEST_ISSUER, TEST_KEYS, testToken } from '../../../support/maaTestIssuer'

const read = (file: string): string => readFileSync(join(VECTORS, 'maa', file), 'utf8').trim()

type Listed = MaaKey & { readonly 'x-issuer': string }

const listed = (JSON.parse(read('jwks-from-public-sources.json')) as { keys: Listed[] }).keys
const keys: MaaKeys = Object.fromEntries(listed.map((key) => [key['x-issuer'], [key]]))
const issuers = [...PRODUCTION_POLICY.maa.issuers, 'https://sharedeus2.eus2.attest.azure.net']
const policy: AppraisalPolicy = {
  ...PRODUCTION_POLICY,
  maa: { ...PRODUCTION_POLICY.maa, issuers },
}

function appraised(token: string, afterInSeconds = 60): MaaAppraisal {
  const issuedAt = Number(parseToken(token).claims['iat'])
  return appraiseToken({ token }, { policy, keys, atInMs: 1000 * (issuedAt + afterInSeconds) })
}

function refusals({ checks }: MaaAppraisal): readonly string[] {
  return checks
    .filter(({ verdict }) => verdict === 'contraindicated')
    .map(({ check, reason }) => `${check}: ${reason}`)
}

describe('a real token', () => {
  const genuine = read('cvm-sharedweu-2023-03-30.jwt')

  it('is authentic in its time, and none of a container: its claims lie deeper', () => {
    const found = appraised(genuine)
    expect(found.isAuthentic).toBe(true)
    expect(refusals(found)).toEqual(
      expect.arrayContaining([
        'attestation type: attestation type is azurevm, expected sevsnpvm',
        'compliance: compliance is undefined, expected azure-compliant-uvm',
        'host data: it has no host data',
      ]),
    )
  })

  it.each([
    ['before it was issued', -61, /^token time: it holds from/],
    ['after its end', 28_861, /^token time: it held until/],
  ])('is refused %s', (_, seconds, says) => {
    const found = appraised(genuine, seconds)
    expect(found.isAuthentic).toBe(false)
    expect(refusals(found)).toContainEqual(expect.stringMatching(says))
  })

  it('is refused with any character changed', () => {
    const accepted = Array.from(genuine).flatMap((character, index) => {
      if (index % 7 !== 0) return []
      const other = character === 'A' ? 'B' : 'A'
      const changed = genuine.slice(0, index) + other + genuine.slice(index + 1)
      const atInMs = 1000 * (Number(parseToken(genuine).claims['iat']) + 60)
      return appraiseToken({ token: changed }, { policy, keys, atInMs }).isAuthentic ? [index] : []
    })
    expect(accepted).toEqual([])
  })

  it('is refused where its key is unknown, and where it is that of another issuer', () => {
    const unknown = appraised(read('cvm-sharedeus2-2022-04-14.jwt'))
    expect(refusals(unknown)[0]).toMatch(/^token: no key of its issuer is rj\/Uuoed/)
    const [weu = '', eus2 = ''] = Object.keys(keys)
    const swapped = { [weu]: keys[eus2] ?? [], [eus2]: keys[weu] ?? [] }
    const atInMs = 1000 * Number(parseToken(genuine).claims['iat'])
    expect(appraiseToken({ token: genuine }, { policy, keys: swapped, atInMs }).isAuthentic).toBe(
      false,
    )
  })
})

const runtimeData = Buffer.from('{"schema":"cryplet.enclave-key.v1"}')
const sample = JSON.parse(read('aci-uvm-sample-claims.UNSIGNED.json')) as { payload: Claims }
const claims: Claims = {
  ...sample.payload,
  iss: TEST_ISSUER,
  'x-ms-sevsnpvm-reportdata':
    createHash('sha256').update(runtimeData).digest('hex') + '00'.repeat(32),
}
const atInMs = 1000 * Number(claims['iat'])
const testPolicy: AppraisalPolicy = {
  ...policy,
  referenceValues: [`0x${String(claims['x-ms-sevsnpvm-hostdata'])}`],
  maa: { ...policy.maa, issuers: [TEST_ISSUER] },
}

function ofTest(changes: Claims = {}, header?: Claims): MaaAppraisal {
  const token = testToken({ ...claims, ...changes }, header)
  const against = { policy: testPolicy, keys: TEST_KEYS, atInMs }
  return appraiseToken({ token, runtimeData }, against)
}

describe("a container's token, by an issuer of tests", () => {
  it('is affirmed where all is as the policy has it', () => {
    const { checks, isAuthentic } = ofTest()
    expect(isAuthentic).toBe(true)
    expect(checks.filter(({ verdict }) => verdict !== 'affirming')).toEqual([])
  })

  it.each<[string, Claims]>([
    ['attestation type', { 'x-ms-attestation-type': 'sevsnpvm ' }],
    ['compliance', { 'x-ms-compliance-status': 'azure-compliant-cvm' }],
    ['debug', { 'x-ms-sevsnpvm-is-debuggable': 'false' }],
    ['migration', { 'x-ms-sevsnpvm-migration-allowed': true }],
    ['VMPL', { 'x-ms-sevsnpvm-vmpl': 1 }],
    ['TCB', { 'x-ms-sevsnpvm-microcode-svn': 114 }],
    ['TCB', { 'x-ms-sevsnpvm-tee-svn': undefined }],
    ['host data', { 'x-ms-sevsnpvm-hostdata': '11'.repeat(32) }],
    ['utility machine version', { 'x-ms-sevsnpvm-uvm-endorsement': undefined }],
    ['measurement', { 'x-ms-sevsnpvm-launchmeasurement': 'ab'.repeat(48) }],
    ['report data', { 'x-ms-sevsnpvm-reportdata': '00'.repeat(64) }],
    ['token', { iss: 'https://sharedweu.weu.attest.azure.net' }],
    ['token time', { exp: 0 }],
  ])('is refused by its %s', (check, changes) => {
    expect(refusals(ofTest(changes)).map((text) => text.split(':')[0])).toContain(check)
  })

  it.each<[string, Claims]>([
    ['none', { alg: 'none', kid: 'a key of tests' }],
    ['HS256', { alg: 'HS256', kid: 'a key of tests' }],
  ])('is refused with the algorithm %s', (_, header) => {
    expect(ofTest({}, header).isAuthentic).toBe(false)
  })

  it('believes nothing that its subject wrote into the runtime claims', () => {
    const hidden = {
      ...{ ...claims, 'x-ms-attestation-type': undefined },
      'x-ms-runtime': { 'x-ms-attestation-type': 'sevsnpvm' },
    }
    const token = testToken(hidden)
    const found = appraiseToken({ token }, { policy: testPolicy, keys: TEST_KEYS, atInMs })
    expect(refusals(found)[0]).toMatch(/^attestation type/)
  })
})
