/**
 * Gives the HTTP status of a code that the enclave app answers with.
 *
 * @param code - Of a FabricError.
 * @returns Undefined for codes that every app knows.
 */
export function statusOf(code: string): number | undefined {
  return STATUS[code]
}

const STATUS: Readonly<Record<string, number>> = {
  REQUEST_REFUSED: 401,
  CRYPLET_UNKNOWN: 404,
  CODE_HASH_MISMATCH: 409,
  SLOT_IN_FUTURE: 409,
  WAKE_MISMATCH: 422,
  CALENDAR_OUT_OF_RANGE: 422,
  ENVELOPE_MISMATCH: 422,
  SEAL_HIGH_S: 422,
  SEAL_INVALID: 422,
  SEALED_KEY_INVALID: 422,
  PRIVATE_KEY_INVALID: 422,
  ATTESTATION_FAILED: 503,
  KEY_NOT_HERE: 503,
  RECORD_KEY_UNKNOWN: 503,
}
