import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appraise } from '../../../shared/attestation/appraise'
import type { Evidence } from '../../../shared/attestation/evidence'
import { evidenceHash } from '../../../shared/attestation/evidence'
import { PRODUCTION_POLICY, policyFor, TEST_CHAINS } from '../../../shared/attestation/policy'
import { reasonsOf } from '../../../shared/attestation/result'
import { simulatedEvidence } from '../../../shared/attestation/simulatedEvidence'
import type { Hex } from '../../../shared/core/hex'

const hostData: Hex = `0x${'ab'.repeat(32)}`
const nonce: Hex = `0x${'01'.repeat(32)}`
const here = { chainId: 31337, environment: undefined, referenceValues: [hostData] }
const onAnvil = policyFor(here)
const evidence: Evidence = simulatedEvidence({
  hostData,
  nonce,
  operator: '0xa267E4f15c979289993a95E22cA9cDf077B708Ba',
  publisher: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  allowedPrivateOrigins: [],
  keys: {
    enclave: '0xB22CE629B429C75aCfD5c43a939b1551acd4b17f',
    encryption: { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ' },
  },
})

// As it may come from another process, where no compiler looks.
function received(changes: object): Evidence {
  return { ...evidence, ...changes }
}

describe('appraise', () => {
  it('warns of simulated evidence in tests, and never affirms it', () => {
    const result = appraise({ evidence, policy: onAnvil, nonce, atInMs: 0 })
    expect(result).toMatchObject({ verdict: 'warning', teeClass: 'none' })
    expect(reasonsOf(result)).toEqual(['simulated, no hardware'])
  })

  it('refuses every simulated artefact in production, even of a known build', () => {
    const policy = policyFor({ ...here, chainId: 1 })
    const result = appraise({ evidence, policy, nonce, atInMs: 0 })
    expect(result).toMatchObject({ verdict: 'contraindicated', teeClass: 'none' })
    expect(reasonsOf(result)).toEqual(['the production policy refuses: simulated, no hardware'])
  })

  it.each([
    ['another type', { type: 'sevsnp' }, 'evidence of the unknown type "sevsnp"'],
    ['no type', { type: undefined }, 'evidence of the unknown type undefined'],
    ['another statement', { statement: 'hardware' }, 'simulated evidence must say'],
    ['another nonce', { nonce: `0x${'02'.repeat(32)}` }, 'the nonce is not the one'],
    ['another build', { hostData: `0x${'ac'.repeat(32)}` }, 'another build runs there'],
  ])('refuses %s', (_, changes, reason) => {
    const result = appraise({ evidence: received(changes), policy: onAnvil, nonce, atInMs: 0 })
    expect(result.verdict).toBe('contraindicated')
    expect(reasonsOf(result)).toEqual([expect.stringContaining(reason)])
  })

  it('looks unlike hardware evidence: no report, certificate, token or claim of a service', () => {
    expect(Object.keys(evidence).sort()).toEqual(
      [
        ...['allowedPrivateOrigins', 'hostData', 'keys', 'nonce', 'operator', 'publisher'],
        ...['statement', 'type'],
      ].sort(),
    )
    expect(JSON.stringify(evidence)).not.toMatch(/x-ms-|sevsnp|-----BEGIN|report|eyJ/i)
  })
})

describe('policyFor', () => {
  it('lets simulated evidence pass with a warning on test chains, whatever else the environment is', () => {
    for (const environment of [undefined, '', 'test', 'development']) {
      expect(policyFor({ ...here, environment })).toMatchObject({
        name: 'test',
        allowSimulated: true,
      })
    }
  })

  it.each([1, 10, 137, 8453, 42161, 999999])('is for production on chain %i', (chainId) => {
    expect(policyFor({ ...here, chainId })).toEqual({
      ...PRODUCTION_POLICY,
      referenceValues: [hostData],
    })
  })

  it('is for production in a production environment, on a test chain too', () => {
    expect(policyFor({ ...here, environment: 'production' })).toMatchObject({
      name: 'production',
      allowSimulated: false,
    })
  })

  it('knows the test chains of TrustRegistry.sol, and no other', () => {
    const path = join(__dirname, '../../../contracts/src/TrustRegistry.sol')
    const [body = ''] = /function _isTestChain[^}]*}/.exec(readFileSync(path, 'utf8')) ?? []
    const ids = [...body.matchAll(/id == ([0-9_]+)/g)].map(([, digits = '']) =>
      Number(digits.replaceAll('_', '')),
    )
    expect(ids).not.toEqual([])
    expect([...TEST_CHAINS]).toEqual(ids)
  })
})

describe('evidenceHash', () => {
  it('covers the type, so that simulated evidence cannot be relabelled later', () => {
    expect(evidenceHash(received({ type: 'sevsnp' }))).not.toBe(evidenceHash(evidence))
  })
})
