import type { IncomingMessage } from 'node:http'
import { clip } from '../core/errors'
import { fail, type Outcome, succeed } from './observation'

/** Whose body, and how much of it. */
export type BodyLimits = {
  readonly origin: string
  readonly maxBytes: number
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/i
const CHARSET = /^\s*charset\s*=\s*(.*?)\s*$/i

/**
 * Reads the body of a response that should be JSON.
 *
 * @param response - Its headers have come.
 * @param limits - Whose body, and how much of it.
 * @returns The bytes as they came.
 * @throws Error when the connection breaks.
 */
export async function readJsonBody(
  response: IncomingMessage,
  limits: BodyLimits,
): Promise<Outcome<Buffer>> {
  const refused = headFault(response, limits)
  if (refused !== undefined) {
    response.destroy()
    return refused
  }
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    // Leaving the loop closes the connection.
    if (length > limits.maxBytes) return tooLarge(limits)
    chunks.push(chunk)
  }
  return succeed(Buffer.concat(chunks))
}

function headFault(response: IncomingMessage, limits: BodyLimits): Outcome<never> | undefined {
  const { statusCode = 0, headers } = response
  const { origin } = limits
  if (statusCode !== 200) return fail('SOURCE_STATUS', `${origin} answered ${String(statusCode)}`)
  const type = headers['content-type'] ?? 'without a content type'
  if (!isJsonType(type)) return fail('SOURCE_NOT_JSON', `${origin} answered ${clip(type)}`)
  // Asked for identity, and a small archive may hold a large body.
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity')
    return fail('SOURCE_NOT_JSON', `${origin} answered in ${clip(encoding)}`)
  if (Number(headers['content-length'] ?? 0) > limits.maxBytes) return tooLarge(limits)
  return undefined
}

function tooLarge({ origin, maxBytes }: BodyLimits): Outcome<never> {
  return fail('SOURCE_TOO_LARGE', `${origin} answered more than ${String(maxBytes)} bytes`)
}

// Other parameters than the charset change nothing (RFC 9110, section 8.3.1; RFC 8259 knows none).
function isJsonType(type: string): boolean {
  const [media = '', ...parameters] = type.split(';')
  const charsets = parameters.flatMap((parameter) => CHARSET.exec(parameter)?.[1] ?? [])
  return JSON_TYPE.test(media.trim()) && charsets.every((name) => /^"?utf-?8"?$/i.test(name))
}
