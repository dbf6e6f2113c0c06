/** A request whose body has been read. */
export type HttpRequest = {
  readonly method: string
  /** Absolute, as the client addressed it. */
  readonly url: URL
  /** Path with its escapes undone, but for `%2F`, which separates nothing. */
  readonly path: string
  /** Names in lower case; several values are joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer. */
export type HttpReply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: Buffer | string
}

/** Answers a request; undefined = not mine. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpReply | undefined>

/**
 * Makes an answer of JSON.
 *
 * @param status - HTTP status.
 * @param value - The body.
 * @param headers - More headers.
 * @returns The answer.
 */
export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}
