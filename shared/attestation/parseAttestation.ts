import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import {
  parseAddress,
  parseFields,
  parseList,
  parseText,
  parseUint64,
  parseWhole,
} from '../envelope/fields'
import type { Measurement } from '../envelope/identifiers'
import { SIMULATED } from '../envelope/tiers'
import type { Attestation } from './attestation'
import type { EncryptionKey, Evidence } from './evidence'

/**
 * Parses what an enclave answered. It says nothing of whether to believe it: see appraiseAttestation.
 *
 * @param value - As attestationToJson writes it.
 * @returns The attestation.
 * @throws InvalidValueError when it is anything else, or its evidence is of a type that is not known.
 */
export function parseAttestation(value: unknown): Attestation {
  const fields = parseFields(value, 'attestation')
  const { enclave } = parseFields(fields['addresses'], 'addresses')
  return {
    addresses: { enclave: parseAddress(enclave, 'addresses.enclave') },
    encryptionKey: parseEncryptionKey(fields['encryptionKey'], 'encryptionKey'),
    measurement: parseMeasurement(fields['measurement']),
    evidence: parseEvidence(fields['evidence']),
    possession: parseHex(fields['possession'], 'possession', 64),
  }
}

/**
 * Parses evidence.
 *
 * @param value - JSON.
 * @returns The evidence.
 * @throws InvalidValueError when it is anything else, or of a type that is not known.
 */
export function parseEvidence(value: unknown): Evidence {
  const fields = parseFields(value, 'evidence', EVIDENCE)
  const { type, statement } = fields
  if (type !== 'simulated') throw new InvalidValueError('evidence.type', '"simulated"', type)
  if (statement !== SIMULATED) {
    throw new InvalidValueError('evidence.statement', `"${SIMULATED}"`, statement)
  }
  const keys = parseFields(fields['keys'], 'evidence.keys', ['enclave', 'encryption'])
  return {
    type,
    statement,
    hostData: parseHex(fields['hostData'], 'evidence.hostData', 32),
    operator: parseAddress(fields['operator'], 'evidence.operator'),
    publisher: parseAddress(fields['publisher'], 'evidence.publisher'),
    allowedPrivateOrigins: parseList(
      fields['allowedPrivateOrigins'],
      'evidence.allowedPrivateOrigins',
      (origin, argument) => parseText(origin, argument),
    ),
    keys: {
      enclave: parseAddress(keys['enclave'], 'evidence.keys.enclave'),
      encryption: parseEncryptionKey(keys['encryption'], 'evidence.keys.encryption'),
    },
    nonce: parseHex(fields['nonce'], 'evidence.nonce', 32),
  }
}

function parseEncryptionKey(value: unknown, argument: string): EncryptionKey {
  const { kty, crv, x, y } = parseFields(value, argument, ['kty', 'crv', 'x', 'y'])
  if (kty !== 'EC' || crv !== 'P-256') {
    throw new InvalidValueError(argument, 'a public P-256 key as JWK', value)
  }
  const coordinate = /^[A-Za-z0-9_-]{43}$/
  return {
    kty,
    crv,
    x: parseText(x, `${argument}.x`, coordinate),
    y: parseText(y, `${argument}.y`, coordinate),
  }
}

function parseMeasurement(value: unknown): Measurement {
  const fields = parseFields(value, 'measurement')
  const bytes32 = (name: keyof Measurement): Hex =>
    parseHex(fields[name], `measurement.${name}`, 32)
  return {
    teeType: parseWhole(fields['teeType'], 'measurement.teeType'),
    hostData: bytes32('hostData'),
    issuer: bytes32('issuer'),
    feed: bytes32('feed'),
    minSvn: parseUint64(fields['minSvn'], 'measurement.minSvn'),
    algorithmDigest: bytes32('algorithmDigest'),
  }
}

const EVIDENCE: readonly (keyof Evidence)[] = [
  'type',
  'statement',
  'hostData',
  'operator',
  'publisher',
  'allowedPrivateOrigins',
  'keys',
  'nonce',
]
