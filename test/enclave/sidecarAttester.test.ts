import type { Vouched } from '../../enclave/attesters/attester'
import { sidecarAttester } from '../../enclave/attesters/sidecarAttester'
import { appraise } from '../../shared/attestation/appraise'
import type { EnclaveClaims } from '../../shared/attestation/evidence'
import { claimsIn, parseEvidence } from '../../shared/attestation/parseEvidence'
import type { AppraisalPolicy } from '../../shared/attestation/policy'
import { PRODUCTION_POLICY } from '../../shared/attestation/policy'
import { reasonsOf } from '../../shared/attestation/result'
import type { Hex } from '../../shared/core/hex'
import { snpVector } from '../support/attestationVectors'
import type { JsonServer } from '../support/jsonServer'
import { startServer } from '../support/jsonServer'
import type { ReportChanges, TestProcessor } from '../support/testProcessor'
import { FEED, HOST_DATA, makeTestProcessor } from '../support/testProcessor'

// Keys of RSA take their time.
jest.setTimeout(60_000)

const AT = Date.UTC(2026, 10, 27)
const clock = { nowInMs: () => AT }
const codeDigest: Hex = `0x${'5a'.repeat(32)}`
const nonce: Hex = `0x${'01'.repeat(32)}`
const claims: EnclaveClaims = {
  operator: '0xa267E4f15c979289993a95E22cA9cDf077B708Ba',
  publisher: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  allowedPrivateOrigins: [],
  keys: {
    enclave: '0xB22CE629B429C75aCfD5c43a939b1551acd4b17f',
    encryption: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
  },
  nonce,
}

let processor: TestProcessor
let server: JsonServer | undefined

beforeAll(() => {
  processor = makeTestProcessor()
})

afterEach(async () => {
  await server?.stop()
  server = undefined
})

type Answer = (runtimeData: Buffer) => unknown

// The sidecar's wire, with whatever it answers.
async function sidecar(answer: Answer, status = 200): Promise<string> {
  server = await startServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { runtime_data: asked } = JSON.parse(Buffer.concat(parts).toString()) as {
        runtime_data: string
      }
      const isKnown = request.method === 'POST' && request.url === '/attest/combined'
      response.writeHead(isKnown ? status : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer(Buffer.from(asked, 'base64'))))
    })
  })
  return server.origin
}

async function vouched(url: string, issuer = processor.uvmIssuer): Promise<Vouched> {
  const { roots } = processor
  const endorser = { issuer, feed: FEED }
  return sidecarAttester({ url, codeDigest, clock, roots, endorser }).vouch(claims, 100)
}

const ofProcessor =
  (changes: ReportChanges = {}): Answer =>
  (runtimeData) =>
    processor.combined(runtimeData, changes)

function policyWith(changes: Partial<AppraisalPolicy> = {}): AppraisalPolicy {
  return {
    ...PRODUCTION_POLICY,
    referenceValues: [`0x${HOST_DATA.toString('hex')}`],
    uvm: { ...PRODUCTION_POLICY.uvm, issuer: processor.uvmIssuer },
    ...changes,
  }
}

describe('a container with hardware', () => {
  it('gives evidence that binds its keys and the challenge, and that a policy affirms', async () => {
    const { evidence, measurement } = await vouched(await sidecar(ofProcessor()))
    expect(parseEvidence(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence)
    expect(claimsIn(evidence)).toMatchObject({ ...claims, codeDigest })
    expect(measurement).toMatchObject({
      ...{ teeType: 1, hostData: `0x${HOST_DATA.toString('hex')}`, minSvn: 100n },
    })
    const { roots } = processor
    const against = { policy: policyWith(), nonce, atInMs: AT, roots }
    const result = appraise({ evidence, ...against })
    expect(reasonsOf(result)).toHaveLength(result.checks.length)
    expect(result).toMatchObject({ verdict: 'affirming', teeClass: 'hardware' })
    // By nobody who trusts AMD.
    const byAmd = appraise({ evidence, policy: policyWith(), nonce, atInMs: AT })
    expect(byAmd).toMatchObject({ verdict: 'contraindicated', teeClass: 'none' })
    const replayed = appraise({ evidence, ...against, nonce: `0x${'02'.repeat(32)}` })
    expect(reasonsOf(replayed)).toEqual(['the nonce is not the one that was sent'])
  })

  it('serves nobody where the utility machine is endorsed by somebody else', async () => {
    const url = await sidecar(ofProcessor())
    const other = vouched(url, PRODUCTION_POLICY.uvm.issuer)
    await expect(other).rejects.toThrow(/its endorsement: its issuer is did:x509/)
  })

  it.each<[string, Answer, RegExp]>([
    ['a report that the sidecar made itself', ofProcessor({ version: 1 }), /version 1, expected/],
    ['a debuggable guest', ofProcessor({ debug: true }), /guest policy allows DEBUG/],
    ['another VMPL', ofProcessor({ vmpl: 1 }), /VMPL is 1/],
    ['no host data', ofProcessor({ hostData: Buffer.alloc(32) }), /HOST_DATA is zero/],
    ['a report of other data', () => processor.combined(Buffer.from('x')), /REPORT_DATA is not/],
    ['nothing that it knows', () => ({ error: 'no device' }), /gave nothing: answer\.evidence/],
    ['two answers in one', () => ({ evidence: 'x y' }), /gave nothing/],
  ])('refuses %s', async (_, answer, says) => {
    await expect(vouched(await sidecar(answer))).rejects.toThrow(says)
  })

  it('refuses real evidence of another container', async () => {
    const { evidence } = snpVector('milan-vcek-aci-uvm22')
    const pem = evidence.certificates
      .map((der) => Buffer.from(der).toString('base64'))
      .map((der) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`)
    const url = await sidecar(() => ({
      evidence: Buffer.from(evidence.report).toString('base64'),
      endorsements: Buffer.from(pem.join('')).toString('base64'),
      uvm_endorsements: Buffer.from(evidence.uvmEndorsement ?? []).toString('base64'),
    }))
    const atTheTime = { nowInMs: () => Date.UTC(2023, 5, 1) }
    const attester = sidecarAttester({ url, codeDigest, clock: atTheTime })
    await expect(attester.vouch(claims, 100)).rejects.toThrow(/REPORT_DATA is not the SHA-256/)
  })

  it.each([
    ['is not there', () => Promise.resolve('http://127.0.0.1:1')],
    ['fails', () => sidecar(() => ({ error: 'x' }), 500)],
  ])('fails, to be asked again, where the sidecar %s', async (_, start) => {
    await expect(vouched(await start())).rejects.toMatchObject({
      ...{ code: 'ATTESTATION_FAILED', retryable: true },
    })
  })
})
