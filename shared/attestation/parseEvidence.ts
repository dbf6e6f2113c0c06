import { InvalidValueError } from '../core/errors'
import { parseHex } from '../core/hex'
import {
  parseAddress,
  parseFields,
  parseList,
  parseLongText,
  parseText,
  parseWhole,
} from '../envelope/fields'
import { SIMULATED } from '../envelope/tiers'
import type {
  ContainerEvidence,
  EnclaveClaims,
  EncryptionKey,
  Evidence,
  RuntimeData,
  SimulatedEvidence,
} from './evidence'
import { RUNTIME_SCHEMA } from './evidence'

/**
 * Parses evidence: its form alone.
 *
 * @param value - JSON.
 * @returns The evidence.
 * @throws InvalidValueError when it is anything else, or of a type that is not known.
 */
export function parseEvidence(value: unknown): Evidence {
  const { type } = parseFields(value, 'evidence')
  switch (type) {
    case 'simulated':
      return parseSimulated(value)
    case 'azure-aci-sevsnp':
      return parseContainer(value)
    case 'azure-maa': {
      const names = ['type', 'runtimeData', 'token']
      const { runtimeData, token } = parseFields(value, 'evidence', names)
      return {
        type,
        runtimeData: parseLongText(runtimeData, 'evidence.runtimeData', BASE64),
        token: parseLongText(token, 'evidence.token', TOKEN),
      }
    }
    default:
      throw new InvalidValueError('evidence.type', TYPES, type)
  }
}

/**
 * Tells what an enclave app says of itself.
 *
 * @param evidence - Of any type.
 * @returns Its claims; of hardware's evidence those whose hash its report must have.
 * @throws InvalidValueError when its runtime data are something else.
 */
export function claimsIn(evidence: Evidence): EnclaveClaims {
  return evidence.type === 'simulated' ? evidence : parseRuntimeData(evidence.runtimeData)
}

/**
 * Parses what hardware vouches for.
 *
 * @param base64 - Of its JSON.
 * @returns What it says.
 * @throws InvalidValueError
 */
export function parseRuntimeData(base64: string): RuntimeData {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
  } catch {
    throw new InvalidValueError('runtimeData', 'JSON in base64', base64.slice(0, 20))
  }
  const fields = parseFields(value, 'runtimeData', RUNTIME)
  const { schema, codeDigest, algorithmDigest } = fields
  if (schema !== RUNTIME_SCHEMA) {
    throw new InvalidValueError('runtimeData.schema', RUNTIME_SCHEMA, schema)
  }
  return {
    ...{ schema, codeDigest: parseHex(codeDigest, 'runtimeData.codeDigest', 32) },
    algorithmDigest: parseHex(algorithmDigest, 'runtimeData.algorithmDigest', 32),
    ...parseClaims(fields, 'runtimeData'),
  }
}

/**
 * Parses a public key of P-256.
 *
 * @param value - JWK.
 * @param argument - Its name, for the error.
 * @returns The key.
 * @throws InvalidValueError
 */
export function parseEncryptionKey(value: unknown, argument: string): EncryptionKey {
  const { kty, crv, x, y } = parseFields(value, argument, ['kty', 'crv', 'x', 'y'])
  if (kty !== 'EC' || crv !== 'P-256') {
    throw new InvalidValueError(argument, 'a public P-256 key as JWK', value)
  }
  const coordinate = /^[A-Za-z0-9_-]{43}$/
  return {
    ...{ kty, crv, x: parseText(x, `${argument}.x`, coordinate) },
    y: parseText(y, `${argument}.y`, coordinate),
  }
}

const TYPES = '"simulated", "azure-aci-sevsnp" or "azure-maa"'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/
const CLAIMS = ['operator', 'publisher', 'allowedPrivateOrigins', 'keys', 'nonce'] as const
const RUNTIME = ['schema', 'codeDigest', 'algorithmDigest', ...CLAIMS] as const

function parseSimulated(value: unknown): SimulatedEvidence {
  const names = ['type', 'statement', 'hostData', ...CLAIMS]
  const fields = parseFields(value, 'evidence', names)
  const { statement, hostData } = fields
  if (statement !== SIMULATED) {
    throw new InvalidValueError('evidence.statement', `"${SIMULATED}"`, statement)
  }
  return {
    ...{ type: 'simulated', statement },
    hostData: parseHex(hostData, 'evidence.hostData', 32),
    ...parseClaims(fields, 'evidence'),
  }
}

function parseContainer(value: unknown): ContainerEvidence {
  const names = ['type', 'runtimeData', 'report', 'certificates', 'uvmEndorsement'] as const
  const all = [...names, 'containerPolicy', 'collectedAt']
  const fields = parseFields(value, 'evidence', all)
  const base64 = (name: string): string => parseLongText(fields[name], `evidence.${name}`, BASE64)
  return {
    ...{ type: 'azure-aci-sevsnp', runtimeData: base64('runtimeData'), report: base64('report') },
    certificates: parseLongText(fields['certificates'], 'evidence.certificates'),
    uvmEndorsement: base64('uvmEndorsement'),
    ...(fields['containerPolicy'] !== undefined && { containerPolicy: base64('containerPolicy') }),
    collectedAt: parseWhole(fields['collectedAt'], 'evidence.collectedAt'),
  }
}

function parseClaims(
  fields: Readonly<Partial<Record<(typeof CLAIMS)[number], unknown>>>,
  argument: string,
): EnclaveClaims {
  const keys = parseFields(fields.keys, `${argument}.keys`, ['enclave', 'encryption'])
  return {
    operator: parseAddress(fields.operator, `${argument}.operator`),
    publisher: parseAddress(fields.publisher, `${argument}.publisher`),
    allowedPrivateOrigins: parseList(
      fields.allowedPrivateOrigins,
      `${argument}.allowedPrivateOrigins`,
      (origin, name) => parseText(origin, name),
    ),
    keys: {
      enclave: parseAddress(keys['enclave'], `${argument}.keys.enclave`),
      encryption: parseEncryptionKey(keys['encryption'], `${argument}.keys.encryption`),
    },
    nonce: parseHex(fields.nonce, `${argument}.nonce`, 32),
  }
}
