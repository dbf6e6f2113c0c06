import { FabricError } from './errors'
import type { Log } from './log'

/** A request as handlers see it: no host's types in it. */
export type HttpCall = {
  /** Upper case. */
  readonly method: string
  /** Absolute, with its query. */
  readonly url: string
  /** Route parameters. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: HttpHeaders
  /**
   * Reads the body once: JSON text in UTF-8, within the route's limit.
   *
   * @throws BodyTooLargeError, MediaTypeError, BodyMalformedError.
   */
  readonly bodyText: () => Promise<string>
  readonly log: Log
}

/** Headers by name, in any case. */
export type HttpHeaders = { readonly get: (name: string) => string | null }

/** What a handler answers. */
export type HttpAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Written by JSON.stringify; without it the answer has no body. */
  readonly json?: unknown
}

/** Answers one route; what it throws becomes problem+json. */
export type HttpHandler = (call: HttpCall) => Promise<HttpAnswer>

/** A body larger than its route takes. */
export class BodyTooLargeError extends FabricError {
  override readonly name = 'BodyTooLargeError'
  readonly code = 'BODY_TOO_LARGE'
  readonly retryable = false

  constructor(
    readonly sizeInBytes: number,
    readonly limitInBytes: number,
  ) {
    super(
      `The body has ${String(sizeInBytes)} bytes; this route takes at most ${String(limitInBytes)}.`,
    )
  }
}

/** A body that does not say that it is JSON. */
export class MediaTypeError extends FabricError {
  override readonly name = 'MediaTypeError'
  readonly code = 'MEDIA_TYPE_UNSUPPORTED'
  readonly retryable = false

  constructor(readonly received: string) {
    super(`The content type is "${received.slice(0, 80)}"; send "application/json" in UTF-8.`)
  }
}

/** A body that is not JSON in UTF-8, though it says so. */
export class BodyMalformedError extends FabricError {
  override readonly name = 'BodyMalformedError'
  readonly code = 'BODY_MALFORMED'
  readonly retryable = false

  constructor(readonly expected: string) {
    super(`The body is not ${expected}.`)
  }
}

/**
 * Parses the text of a body.
 *
 * @param text - As bodyText gave it.
 * @returns What it says, to be parsed further.
 * @throws BodyMalformedError when it is not JSON. The parser's own message is left out: it quotes the body.
 */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BodyMalformedError('JSON')
  }
}
