import type { Hex } from '../shared/core/hex'
import type { HttpHandler } from '../shared/core/http'
import { parseJsonText } from '../shared/core/http'
import type { Log } from '../shared/core/log'
import { RequestRefusedError } from '../shared/execution/errors'
import type { RequestPolicy } from '../shared/execution/requestSignature'
import { verifyRequest } from '../shared/execution/requestSignature'

/** A request of the operator's. */
export type Order = {
  readonly body: unknown
  /** Id of the wake that it was signed for, 32 bytes. */
  readonly run: Hex
  /** When it was signed, Unix seconds. */
  readonly time: number
  readonly log: Log
}

/**
 * Makes sure that a request was signed for the run that its body is about.
 *
 * @param signed - As the headers say, 32 bytes.
 * @param inBody - As the body says.
 * @throws RequestRefusedError when they differ.
 */
export function requireRun(signed: Hex, inBody: unknown): void {
  if (inBody !== signed) {
    throw new RequestRefusedError(`it was signed for the run ${signed}, its body is about another`)
  }
}

/**
 * Makes a handler that serves the operator alone.
 *
 * The signature is verified before the body is parsed, so that a stranger reaches no parser but the header's.
 *
 * @param policy - Whom to obey.
 * @param serve - Answers what the operator asks.
 * @returns The handler; it throws RequestRefusedError for everybody else.
 */
export function operatorOnly(
  policy: RequestPolicy,
  serve: (order: Order) => Promise<object>,
): HttpHandler {
  return async ({ url, headers, bodyText, log }) => {
    const text = await bodyText()
    const { pathname, search } = new URL(url)
    const signed = verifyRequest({ path: `${pathname}${search}`, body: text, headers }, policy)
    return { status: 200, json: await serve({ body: parseJsonText(text), ...signed, log }) }
  }
}
