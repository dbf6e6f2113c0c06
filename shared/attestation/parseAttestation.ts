import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import { parseAddress, parseFields, parseUint64, parseWhole } from '../envelope/fields'
import type { Measurement } from '../envelope/identifiers'
import type { Attestation } from './attestation'
import { parseEncryptionKey, parseEvidence } from './parseEvidence'

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
