/**
 * A fault that the fabric knows by name.
 *
 * One class a fault; its data are fields; its message says what came, what was expected and what to do, and never
 * holds a secret, a key or a claim's body. Expected outcomes (a stale source, a closed market) are return values instead.
 */
export abstract class FabricError extends Error {
  /** Stable, in CONSTANT_CASE; listed in docs/reference/errors.md. */
  abstract readonly code: string
  /** Whether the same call may succeed later without anybody changing anything. It alone drives retries. */
  abstract readonly retryable: boolean
}

/** A value from outside that is not what its place asks for. */
export class InvalidValueError extends FabricError {
  override readonly name = 'InvalidValueError'
  readonly code = 'INVALID_VALUE'
  readonly retryable = false

  constructor(
    readonly argument: string,
    readonly expected: string,
    readonly received: unknown,
  ) {
    super(`${argument}: expected ${expected}, got ${describe(received)}.`)
  }
}

/** An integer that does not fit its type on the wire. */
export class IntegerOutOfRangeError extends FabricError {
  override readonly name = 'IntegerOutOfRangeError'
  readonly code = 'INTEGER_OUT_OF_RANGE'
  readonly retryable = false

  constructor(
    readonly argument: string,
    readonly value: bigint | number,
    readonly type: string,
  ) {
    super(`${argument}: ${String(value)} does not fit in ${type}.`)
  }
}

/**
 * Says what a value is without showing more of it than a reader needs.
 *
 * @param value - Anything.
 * @returns At most 90 characters.
 */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value)
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return `an array of ${String(value.length)}`
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/**
 * Gives the message of whatever was thrown.
 *
 * @param thrown - What a catch clause got.
 * @returns Its message, or its text. Of an error without one (as of a connection that failed at each of several addresses) those
 *   of the errors in it, or its code, or its name.
 */
export function messageOf(thrown: unknown): string {
  if (!isErrorLike(thrown)) return String(thrown)
  if (thrown.message !== '') return thrown.message
  if ('errors' in thrown && Array.isArray(thrown.errors) && thrown.errors.length > 0) {
    return thrown.errors.map((each: unknown) => messageOf(each)).join('; ')
  }
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name
}

// By its shape: an error of another realm is no instance of this one's Error.
function isErrorLike(thrown: unknown): thrown is Error {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'name' in thrown
}

/**
 * Shortens a text that somebody else wrote, for a message.
 *
 * @param text - Of any length.
 * @param maxLength - In UTF-16 code units.
 * @returns At most so long; what is cut off is marked by an ellipsis.
 */
export function clip(text: string, maxLength = 200): string {
  // A surrogate pair may be cut in two.
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).toWellFormed()}…` : text
}
