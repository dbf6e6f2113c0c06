import { attestationToJson } from '../../../shared/attestation/attestation'
import { parseAttestation } from '../../../shared/attestation/parseAttestation'
import { simulatedEvidence } from '../../../shared/attestation/simulatedEvidence'
import type { Address, Hex } from '../../../shared/core/hex'

const enclave: Address = '0xB22CE629B429C75aCfD5c43a939b1551acd4b17f'
const word: Hex = `0x${'ab'.repeat(32)}`
const coordinate = 'A'.repeat(43)
const encryptionKey = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate } as const
const keys = { enclave, encryption: encryptionKey }
const evidence = simulatedEvidence({
  hostData: word,
  operator: enclave,
  publisher: enclave,
  allowedPrivateOrigins: ['http://127.0.0.1:7073'],
  keys,
  nonce: word,
})
const measurement = {
  teeType: 0,
  hostData: word,
  issuer: word,
  feed: word,
  minSvn: 2n ** 60n,
  algorithmDigest: word,
}
const possession: Hex = `0x${'01'.repeat(64)}`
const attestation = { addresses: { enclave }, encryptionKey, measurement, evidence, possession }

function parse(changes: object) {
  return parseAttestation(
    JSON.parse(JSON.stringify({ ...attestationToJson(attestation), ...changes })),
  )
}

describe('parseAttestation', () => {
  it('regains what attestationToJson wrote, large integers too', () => {
    expect(parse({})).toEqual(attestation)
  })

  it.each([
    ['evidence.type', { evidence: { ...evidence, type: 'sevsnp' } }],
    ['evidence.statement', { evidence: { ...evidence, statement: 'hardware' } }],
    ['evidence', { evidence: { ...evidence, report: '0x' } }],
    ['evidence.publisher', { evidence: { ...evidence, publisher: undefined } }],
    [
      'evidence.allowedPrivateOrigins[0]',
      { evidence: { ...evidence, allowedPrivateOrigins: [1] } },
    ],
    ['evidence.nonce', { evidence: { ...evidence, nonce: '0x' } }],
    ['encryptionKey', { encryptionKey: { ...encryptionKey, crv: 'P-384' } }],
    ['encryptionKey', { encryptionKey: { ...encryptionKey, d: coordinate } }],
    ['encryptionKey.x', { encryptionKey: { ...encryptionKey, x: 'AA' } }],
    ['measurement.minSvn', { measurement: { ...measurement, minSvn: '-1' } }],
    ['possession', { possession: '0x01' }],
    ['addresses.enclave', { addresses: { enclave: '0x01' } }],
  ])('refuses by its name a wrong %s', (name, changes) => {
    expect(() => parse(changes)).toThrow(`${name}:`)
  })
})
