/** HTTP status of each code that the API answers with; what is not here is 503 when retryable, else 500. */
const STATUS: Readonly<Record<string, number>> = {
  REQUEST_INVALID: 400,
  BODY_MALFORMED: 400,
  INVALID_VALUE: 400,
  INTEGER_OUT_OF_RANGE: 400,
  CRYPLET_UNKNOWN: 404,
  DELIVERY_UNKNOWN: 404,
  LANE_UNKNOWN: 404,
  NOT_IN_LANE: 404,
  RUN_UNKNOWN: 404,
  WAKE_UNKNOWN: 404,
  EVENT_RANGE_NOT_FINAL: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  WISH_SENSELESS: 409,
  BODY_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  CRYPLET_NOT_INVOKABLE: 422,
  CRYPLET_WITHOUT_EVENTS: 422,
  CRYPLET_WITHOUT_SLOTS: 422,
  CRYPLET_WITHOUT_WATCH: 422,
  SLOT_NOT_DUE: 422,
  SLOT_IN_FUTURE: 422,
  CALENDAR_OUT_OF_RANGE: 422,
}

/**
 * Gives the HTTP status of a code.
 *
 * @param code - Of a FabricError.
 * @returns Undefined for a code that no caller can bring about.
 */
export function statusOf(code: string): number | undefined {
  return STATUS[code]
}
