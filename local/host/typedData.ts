/** A value on its way between host and library: at most one member is set (RpcTypedData). */
export type TypedData = {
  readonly string?: string | null
  readonly json?: string | null
  readonly bytes?: Uint8Array | null
  readonly int?: number | null
  readonly double?: number | null
  readonly http?: HttpData | null
  readonly collectionString?: { readonly string: readonly string[] } | null
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] } | null
}

/** An HTTP request or reply as the library takes and gives it (RpcHttp). */
export type HttpData = {
  readonly url?: string
  readonly method?: string
  readonly nullableHeaders?: NullableMap
  readonly nullableQuery?: NullableMap
  readonly nullableParams?: NullableMap
  readonly body?: TypedData | null
  readonly statusCode?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly HttpCookie[]
}

/** Name to value, as capability UseNullableValueDictionaryForHttp has it. */
export type NullableMap = Readonly<Record<string, { readonly value: string }>>

/** A cookie that a function sets (RpcHttpCookie). */
export type HttpCookie = {
  readonly name: string
  readonly value: string
  readonly domain?: { readonly value?: string }
  readonly path?: { readonly value?: string }
  readonly expires?: { readonly value?: { readonly seconds?: number | string } }
  readonly secure?: { readonly value?: boolean }
  readonly httpOnly?: { readonly value?: boolean }
  readonly maxAge?: { readonly value?: number }
  readonly sameSite?: string
}

/**
 * Reads a value that a function gave back.
 *
 * @param data - From the library.
 * @returns Text, parsed JSON, bytes or a number; null for nothing.
 */
export function fromTypedData(data: TypedData | null | undefined): unknown {
  if (data === null || data === undefined) return null
  if (typeof data.string === 'string') return data.string
  if (typeof data.json === 'string') return JSON.parse(data.json)
  if (data.bytes instanceof Uint8Array) return Buffer.from(data.bytes)
  return data.int ?? data.double ?? null
}

/**
 * Turns a value of an activity into what the handler gets.
 *
 * The durable extension hands over .NET text: a string goes bare (the library parses it if it is JSON), a boolean as
 * "True" or "False", everything else as JSON.
 *
 * @param value - Parsed JSON.
 * @returns Empty for null, so that the handler sees undefined.
 */
export function toActivityData(value: unknown): TypedData {
  if (value === null || value === undefined) return {}
  if (typeof value === 'string') return { string: value }
  if (typeof value === 'boolean') return { string: value ? 'True' : 'False' }
  return { string: JSON.stringify(value) }
}
