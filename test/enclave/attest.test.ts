import { keccak256 } from 'ethers'
import { appraiseAttestation } from '../../shared/attestation/appraiseAttestation'
import type { Evidence } from '../../shared/attestation/evidence'
import { parseAttestation } from '../../shared/attestation/parseAttestation'
import { claimsIn } from '../../shared/attestation/parseEvidence'
import { policyFor } from '../../shared/attestation/policy'
import { reasonsOf } from '../../shared/attestation/result'
import type { Address, Hex } from '../../shared/core/hex'
import { measurementId } from '../../shared/envelope/identifiers'
import { possessionDigest } from '../../shared/envelope/possessionDigest'
import { recover } from '../../shared/signing/recover'
import { openStory, operator, PUBLISHER, type Story, stranger } from '../support/enclaveFixture'

const registry: Address = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
const nonce: Hex = `0x${'01'.repeat(32)}`
const asked = { chainId: 31337, registry, sponsor: PUBLISHER, nonce }
const hostData = keccak256(Buffer.from('the bundle')) as Hex
const policy = policyFor({ chainId: 31337, environment: undefined, referenceValues: [hostData] })

let story: Story

beforeEach(async () => {
  story = await openStory()
})

afterEach(() => story.close())

describe('POST /api/enclave/attest', () => {
  it('attests to anybody the keys of this start, as simulated, with proof of possession', async () => {
    const attestation = parseAttestation(await story.running.post('attest', asked, stranger))
    const { addresses, measurement, evidence, possession } = attestation
    expect(measurement).toMatchObject({ teeType: 0, hostData, minSvn: 0n })
    expect(evidence).toMatchObject({ statement: 'simulated, no hardware', nonce: asked.nonce })
    const allowedPrivateOrigins = [story.sources.origin]
    const configuration = { operator: operator.address, publisher: PUBLISHER }
    expect(evidence).toMatchObject({ ...configuration, allowedPrivateOrigins })
    const key = addresses.enclave
    const digest = possessionDigest({
      chainId: 31337,
      registry,
      key,
      role: 2,
      ref: measurementId(measurement),
      sponsor: PUBLISHER,
    })
    expect(recover(digest, possession)).toBe(key)
    expect(story.running.enclave.identity.signer.address).toBe(key)
  })

  it('is worth a warning under a test policy, and nothing in production', async () => {
    const attestation = parseAttestation(await story.running.post('attest', asked))
    const check = { asked, operator: operator.address, recover, atInMs: Date.now() }
    expect(appraiseAttestation(attestation, { ...check, policy }).verdict).toBe('warning')
    const where = { chainId: 31337, environment: 'production' }
    const production = policyFor({ ...where, referenceValues: [hostData] })
    expect(appraiseAttestation(attestation, { ...check, policy: production })).toMatchObject({
      verdict: 'contraindicated',
      checks: expect.arrayContaining([
        {
          ...{ check: 'hardware', verdict: 'contraindicated' },
          reason: 'the production policy refuses: simulated, no hardware',
        },
      ]) as unknown,
    })
  })

  it('is refused when its parts are of two enclaves, or of another order', async () => {
    const own = parseAttestation(await story.running.post('attest', asked))
    story = await story.restarted()
    const { encryptionKey, signer } = story.running.enclave.identity
    const reasons = (attestation: typeof own, changes: object = {}) => {
      const check = { asked, operator: operator.address, recover, policy, atInMs: Date.now() }
      return reasonsOf(appraiseAttestation(attestation, { ...check, ...changes }))
    }
    expect(reasons({ ...own, encryptionKey })).toEqual([
      'the keys are not those that the evidence speaks for',
    ])
    const addresses = { enclave: signer.address }
    const { keys } = claimsIn(own.evidence)
    const evidence = { ...own.evidence, keys: { ...keys, enclave: signer.address } } as Evidence
    expect(reasons({ ...own, addresses, evidence })).toEqual([
      expect.stringMatching(/^possession was signed by 0x\w{40}, not by/),
    ])
    expect(reasons(own, { asked: { ...asked, sponsor: registry } })).toEqual([
      expect.stringMatching(/^possession was signed by 0x\w{40}, not by/),
    ])
    expect(reasons(own, { operator: registry })).toEqual([
      `it obeys ${operator.address}, not ${registry}`,
    ])
    const otherBuild = { ...own.measurement, hostData: nonce }
    expect(reasons({ ...own, measurement: otherBuild })).toContainEqual(
      'the measurement is not the one of the evidence',
    )
    expect(reasons({ ...own, measurement: { ...own.measurement, teeType: 1 } })).toContainEqual(
      'simulated evidence cannot carry a measurement of type 1',
    )
  })

  it.each([
    ['nothing', {}],
    ['a chain id in text', { ...asked, chainId: '31337' }],
    ['a short nonce', { ...asked, nonce: '0x01' }],
    ['a foreign member', { ...asked, x: 1 }],
  ])('refuses a request with %s', async (_, body) => {
    await expect(story.running.post('attest', body)).rejects.toMatchObject({
      problem: { status: 400, code: 'INVALID_VALUE' },
    })
  })
})
