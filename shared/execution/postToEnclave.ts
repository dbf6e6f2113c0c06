import type { Json } from '../core/canonicalJson'
import { canonicalJson } from '../core/canonicalJson'
import type { Clock } from '../core/clock'
import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseFields, parseText } from '../envelope/fields'
import type { Signer } from '../signing/signer'
import { EnclaveAnswerError, EnclaveRefusedError, EnclaveUnreachableError } from './errors'
import { NO_RUN, signRequest } from './requestSignature'

/** How the enclave app is reached. */
export type EnclaveLine = {
  /** Scheme, host and port, as in `http://127.0.0.1:7072`. */
  readonly url: string
  /** The operator's, that is tier 3's: the enclave obeys this key alone. */
  readonly operator: Signer
  readonly clock: Clock
}

/** One request. */
export type EnclavePost = {
  /** As in `/api/enclave/observe`. */
  readonly path: string
  readonly body: Json
  /** Id of the wake that it serves, 32 bytes; NO_RUN when left out. */
  readonly run?: Hex
  readonly timeoutInMs: number
}

/** Bytes that an answer may have: a hundred envelopes of full payload. */
const MAX_ANSWER_IN_BYTES = 2 * 1024 * 1024

/**
 * Sends a request signed by the operator to the enclave app.
 *
 * @param line - How to reach it.
 * @param post - What to send.
 * @returns The JSON that it answered, to be parsed.
 * @throws EnclaveUnreachableError when no whole answer came in time.
 * @throws EnclaveRefusedError when it answered with a problem; retryable as the problem says.
 * @throws EnclaveAnswerError when the answer is too long or no JSON.
 */
export async function postToEnclave(line: EnclaveLine, post: EnclavePost): Promise<unknown> {
  const { path, run = NO_RUN, timeoutInMs } = post
  const body = canonicalJson(post.body)
  const time = nowInSeconds(line.clock)
  const headers = await signRequest({ path, body, run, time }, line.operator)
  const { status, text } = await send(`${line.url}${path}`, { headers, body, timeoutInMs })
  const answer = parseAnswer(status, text)
  if (status !== 200) throw refusalOf(status, answer)
  return answer
}

type Sending = Pick<EnclavePost, 'timeoutInMs'> & {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
type Answer = { readonly status: number; readonly text: string }

async function send(url: string, { headers, body, timeoutInMs }: Sending): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      // A signed request goes where it was signed for, or nowhere.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutInMs),
    })
    return { status: response.status, text: await readText(response) }
  } catch (error) {
    if (error instanceof EnclaveAnswerError) throw error
    throw new EnclaveUnreachableError(url, error)
  }
}

async function readText({ status, body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array
    size += bytes.byteLength
    if (size > MAX_ANSWER_IN_BYTES) {
      throw new EnclaveAnswerError(
        status,
        `it is longer than ${String(MAX_ANSWER_IN_BYTES)} bytes`,
        false,
      )
    }
    text += decoder.decode(bytes, { stream: true })
  }
  return text + decoder.decode()
}

// A refusal that is no problem of ours is another's, a gateway's or a starting host's: it may pass. A wrong 200 stays.
function parseAnswer(status: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new EnclaveAnswerError(status, 'it is not JSON', status !== 200)
  }
}

function refusalOf(status: number, answer: unknown): Error {
  try {
    const { code, detail, retryable } = parseFields(answer, 'problem')
    return new EnclaveRefusedError({
      status,
      code: parseText(code, 'problem.code', /^[A-Z][A-Z0-9_]{0,63}$/),
      detail: parseText(detail, 'problem.detail'),
      retryable: retryable === true,
    })
  } catch (error) {
    return new EnclaveAnswerError(status, messageOf(error), status !== 200)
  }
}
