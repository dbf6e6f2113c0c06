import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import { parseFields, parseText } from '../envelope/fields'

/** Bytes that one body may have to leave the container. */
export const MAX_BODY_IN_BYTES = 64 * 1024

/** Bytes that all bodies of a run may have together. */
export const MAX_BODIES_IN_BYTES = 512 * 1024

/** Bodies that a run may have: they are stored with its record in one transaction, which takes a hundred rows. */
export const MAX_BODIES = 64

/** Why a body is not there. */
export type LeftOut = 'too large' | 'removed by age'

/** What is kept of a response of a public source. It is not signed: the record that has its hash is. */
export type ResponseBody = {
  /** Name of the source in the definition. */
  readonly source: string
  /** Scheme, host and port that answered. */
  readonly origin: string
  /** keccak256 of the body's bytes, 32 bytes. */
  readonly responseHash: Hex
} & (
  | {
      /** Its bytes in base64. */
      readonly body: string
    }
  | { readonly leftOut: LeftOut }
)

const LONGEST = 4 * Math.ceil(MAX_BODY_IN_BYTES / 3)
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Parses a body that was sent along with a run.
 *
 * @param value - Anything.
 * @param argument - Its name, for the error.
 * @returns The body; whether its bytes have the hash is for the caller to see.
 * @throws InvalidValueError when it is anything else, or larger than one may be.
 */
export function parseResponseBody(value: unknown, argument: string): ResponseBody {
  const fields = parseFields(value, argument, NAMES)
  const { body, leftOut } = fields
  const place = {
    source: parseText(fields['source'], `${argument}.source`),
    origin: parseText(fields['origin'], `${argument}.origin`),
    responseHash: parseHex(fields['responseHash'], `${argument}.responseHash`, 32),
  }
  if (body === undefined) return { ...place, leftOut: parseLeftOut(leftOut, argument) }
  if (leftOut !== undefined) throw new InvalidValueError(argument, 'a body or a reason', 'both')
  if (typeof body !== 'string' || body.length > LONGEST || !BASE64.test(body)) {
    const expected = `base64 of at most ${String(MAX_BODY_IN_BYTES)} bytes`
    throw new InvalidValueError(`${argument}.body`, expected, body)
  }
  return { ...place, body }
}

const NAMES = ['source', 'origin', 'responseHash', 'body', 'leftOut'] as const
const REASONS: readonly LeftOut[] = ['too large', 'removed by age']

function parseLeftOut(value: unknown, argument: string): LeftOut {
  const found = REASONS.find((reason) => reason === value)
  if (found === undefined) {
    throw new InvalidValueError(`${argument}.leftOut`, REASONS.join(' or '), value)
  }
  return found
}
