import { FabricError, messageOf } from '../core/errors'
import type { Rpc, RpcCall, RpcReply } from './rpc'

/** An endpoint that did not answer, or not in a way that can be understood. */
export class EndpointUnreachableError extends FabricError {
  override readonly name = 'EndpointUnreachableError'
  readonly code = 'ENDPOINT_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly endpoint: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${endpoint} did not answer: ${reason.slice(0, 200)}. Is it up?`, options)
  }
}

/** Where an endpoint is. */
export type RpcOptions = {
  readonly url: string
  /** 15 seconds when left out. */
  readonly timeoutInMs?: number
  /** What a reply may have at most; 10 MiB when left out. */
  readonly mostBytes?: number
}

const TIMEOUT_IN_MS = 15_000
const MOST_CALLS = 100
const MOST_BYTES = 10 * 1024 * 1024

/**
 * Opens an endpoint. Its URL is in no error: it often holds a key.
 *
 * Source: JSON-RPC 2.0, batches.
 *
 * @param options - Where, and how long to wait.
 * @returns The endpoint; nothing is asked yet.
 */
export function openRpc(options: RpcOptions): Rpc {
  const { url, timeoutInMs = TIMEOUT_IN_MS, mostBytes = MOST_BYTES } = options
  const { protocol, host } = new URL(url)
  const name = `${protocol}//${host}`
  return {
    name,
    send: async (calls) => {
      const replies: RpcReply[] = []
      for (let from = 0; from < calls.length; from += MOST_CALLS) {
        const part = calls.slice(from, from + MOST_CALLS)
        replies.push(...(await post({ url, name, timeoutInMs, mostBytes }, part)))
      }
      return replies
    },
  }
}

type Endpoint = Required<RpcOptions> & { readonly name: string }

async function post(endpoint: Endpoint, calls: readonly RpcCall[]): Promise<readonly RpcReply[]> {
  const requests = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }))
  const answer = await exchange(endpoint, JSON.stringify(one(requests)))
  const answers = Array.isArray(answer) ? answer.map(record) : [record(answer)]
  return calls.map((_, id) => {
    const found = answers.filter((each) => each['id'] === id)
    const [reply] = found
    if (reply === undefined || found.length > 1) {
      throw new EndpointUnreachableError(
        endpoint.name,
        `${String(found.length)} replies to one call`,
      )
    }
    return replyOf(reply)
  })
}

async function exchange(endpoint: Endpoint, body: string): Promise<unknown> {
  const { url, name, timeoutInMs, mostBytes } = endpoint
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutInMs),
    })
    const text = await readBounded(response, mostBytes)
    refuse(response, name)
    // Some nodes send their own word with a status that is no success: what counts is whether it is JSON.
    const answer = parseJson(text)
    if (answer !== undefined) return answer
    throw new EndpointUnreachableError(name, `HTTP ${String(response.status)} without JSON`)
  } catch (error) {
    if (error instanceof EndpointUnreachableError) throw error
    throw new EndpointUnreachableError(name, withoutUrl(reasonOf(error), url), { cause: error })
  }
}

function refuse({ status }: Response, name: string): void {
  if (status === 429) throw new EndpointUnreachableError(name, 'it limits our rate (HTTP 429)')
  // It has no reason to, and what is signed is for it alone.
  if (status >= 300 && status < 400) {
    throw new EndpointUnreachableError(name, `it sends us elsewhere (HTTP ${String(status)})`)
  }
}

async function readBounded(response: Response, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array // what fetch gives
    size += bytes.length
    if (size > mostBytes) throw new Error(`a reply of more than ${String(mostBytes)} bytes`)
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a proxy's page: its words are not ours to show
  }
}

function replyOf(reply: Readonly<Record<string, unknown>>): RpcReply {
  const { error } = reply
  if (error === undefined || error === null) return { ok: true, result: reply['result'] }
  const { code, message, data } = record(error)
  return {
    ok: false,
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message.slice(0, 500) : 'no message',
    data,
  }
}

// Some proxies do not take a batch of one.
function one<T>(requests: readonly T[]): T | readonly T[] {
  const [first] = requests
  return requests.length === 1 && first !== undefined ? first : requests
}

// fetch says no more than that it failed; the reason is its cause.
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause === undefined ? messageOf(error) : messageOf(cause)
}

function withoutUrl(reason: string, url: string): string {
  return reason.replaceAll(url, 'its URL')
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
