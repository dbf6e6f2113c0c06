import * as z from 'zod'
import { FabricError } from '../shared/core/errors'
import type { Hex } from '../shared/core/hex'
import { faultOf } from './faultOf'

const hash = z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value)), '32 bytes')

const wakeSchema = z.object({
  wakeId: hash,
  cryplet: z.string(),
  slot: z.number(),
  state: z.string(),
})

/** A wake as the fabric acknowledged it. */
export type AcknowledgedWake = Readonly<z.infer<typeof wakeSchema>>

const deliverySchema = z.object({
  deliveryId: hash,
  cryplet: z.string(),
  slot: z.number(),
  receiver: z.string(),
  subscription: hash,
  state: z.string(),
  waitingFor: z.string().optional(),
  enclave: z.string().optional(),
  outcome: z.string().optional(),
  reasons: z.array(z.string()).readonly().optional(),
  transaction: hash.optional(),
  gasUsed: z.number().optional(),
})

/** A delivery as the fabric tells of it. */
export type ToldDelivery = Readonly<z.infer<typeof deliverySchema>>

const listSchema = z.object({
  wake: z.object({ state: z.string() }),
  deliveries: z.array(deliverySchema),
})

/** A wake's run so far. */
export type ToldRun = {
  readonly hasEnded: boolean
  readonly deliveries: readonly ToldDelivery[]
}

/** The fabric's HTTP interface, as commands use it. */
export type FabricClient = {
  /** Asks for a slot: `last`, Unix seconds or an RFC 3339 instant. */
  readonly wake: (cryplet: string, slot: string | number) => Promise<AcknowledgedWake>
  /** Tells how far a wake's run has come. */
  readonly run: (wakeId: Hex) => Promise<ToldRun>
  /** Fetches a delivery's proof bundle, unparsed. */
  readonly bundle: (deliveryId: Hex) => Promise<unknown>
}

/** The fabric answered that it will not, or not as it should. */
export class FabricAnswerError extends FabricError {
  override readonly name = 'FabricAnswerError'
  readonly code = 'FABRIC_ANSWER'
  readonly retryable: boolean

  constructor(
    readonly request: string,
    readonly status: number,
    readonly said: string,
  ) {
    super(`The fabric answered ${request} with ${String(status)}${said}`)
    this.retryable = status >= 500 || status === 408 || status === 429
  }
}

/** Nobody answered where the fabric should be. */
export class FabricUnreachableError extends FabricError {
  override readonly name = 'FabricUnreachableError'
  readonly code = 'FABRIC_UNREACHABLE'
  readonly retryable = true

  constructor(
    readonly request: string,
    readonly origin: string,
    cause: unknown,
  ) {
    super(
      `No fabric answers ${request} at ${origin}: ${faultOf(cause)}. Is it up? "npm start" starts the local one; --url names another.`,
      { cause },
    )
  }
}

/**
 * Opens the fabric's HTTP interface.
 *
 * @param url - Scheme, host and port.
 * @param functionKey - Opens its functions.
 * @returns Nothing is asked yet.
 */
export function openFabricClient(url: string, functionKey: string): FabricClient {
  const ask = openAsk(url, functionKey)
  return {
    wake: (cryplet, slot) => {
      const path = `/api/cryplets/${encodeURIComponent(cryplet)}/wakes`
      return ask(wakeSchema, path, { method: 'POST', body: JSON.stringify({ slot }) })
    },
    run: async (wakeId) => {
      const { wake, deliveries } = await ask(listSchema, `/api/deliveries?wake=${wakeId}`)
      return { hasEnded: wake.state === 'ended', deliveries }
    },
    bundle: (deliveryId) => ask(z.unknown(), `/api/deliveries/${deliveryId}`),
  }
}

/** Asks one route, and parses its answer. */
export type Ask = <T>(schema: z.ZodType<T>, path: string, init?: RequestInit) => Promise<T>

/**
 * Opens the fabric's HTTP interface for any route.
 *
 * @param url - Scheme, host and port.
 * @param key - Opens its functions.
 * @returns How to ask.
 */
export function openAsk(url: string, key: string): Ask {
  return async (schema, path, init = {}) => {
    const request = `${init.method ?? 'GET'} ${path}`
    const headers = { 'content-type': 'application/json', 'x-functions-key': key }
    const signal = AbortSignal.timeout(10_000)
    const { status, ok, text } = await fetchText(`${url}${path}`, {
      ...init,
      headers,
      signal,
    }).catch((error: unknown) => {
      throw new FabricUnreachableError(request, url, error)
    })
    if (!ok) throw new FabricAnswerError(request, status, problemText(status, text))
    const parsed = schema.safeParse(parseOrNull(text))
    if (parsed.success) return parsed.data
    throw new FabricAnswerError(request, status, ', which is no answer of a fabric.')
  }
}

// Also a connection that breaks off within the body is one that did not answer.
async function fetchText(
  url: string,
  init: RequestInit,
): Promise<{ readonly status: number; readonly ok: boolean; readonly text: string }> {
  const response = await fetch(url, init)
  return { status: response.status, ok: response.ok, text: await response.text() }
}

function problemText(status: number, text: string): string {
  const problem = z.object({ code: z.string(), detail: z.string() }).safeParse(parseOrNull(text))
  if (problem.success) return ` ${problem.data.code}: ${problem.data.detail}`
  if (status !== 401 && status !== 403) return '.'
  return ': it does not take this key. Name the function key with --key, or better in CRYPLET_FUNCTION_KEY; to steer lanes, the master key in CRYPLET_MASTER_KEY.'
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
