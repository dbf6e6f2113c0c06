import type { Invocation } from '../invoke'
import type { InvocationResponse } from '../registry'
import type { HttpData, NullableMap, TypedData } from '../typedData'
import { fromTypedData } from '../typedData'
import { encodeCookie } from './cookie'
import type { HttpReply, HttpRequest } from './message'

type Texts = Readonly<Record<string, string>>

/**
 * Turns a request into what an HTTP function gets.
 *
 * @param request - As received.
 * @param params - Of its route.
 * @returns The trigger's value, and metadata as the real host sends it.
 */
export function toInvocation(
  request: HttpRequest,
  params: Texts,
): { readonly data: TypedData } & Required<Pick<Invocation, 'triggerMetadata'>> {
  const { url, method, headers, body } = request
  const query = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key).join()]),
  )
  const http: HttpData = {
    url: url.href,
    method,
    nullableHeaders: toNullable(headers),
    nullableQuery: toNullable(query),
    nullableParams: toNullable(params),
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  }
  const routeValues = Object.entries(params).map(([key, value]) => [key, { string: value }])
  return {
    data: { http },
    triggerMetadata: {
      Headers: { json: JSON.stringify(headers) },
      Query: { json: JSON.stringify(query) },
      ...(Object.fromEntries(routeValues) as Record<string, TypedData>),
    },
  }
}

/**
 * Turns what an HTTP function gave back into an answer.
 *
 * @param response - From the library.
 * @returns 204 when the function returned nothing.
 */
export function toReply(response: InvocationResponse): HttpReply {
  const http = response.returnValue?.http
  if (http === null || http === undefined) return { status: 204 }
  const headers: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    // These belong to the connection, which is the host's.
    if (!/^(?:content-length|transfer-encoding|connection)$/i.test(name)) headers[name] = value
  }
  const cookies = (http.cookies ?? []).map(encodeCookie)
  if (cookies.length > 0) headers['set-cookie'] = cookies
  return { status: Number.parseInt(http.statusCode ?? '200', 10), headers, body: bodyOf(http) }
}

function bodyOf({ body }: HttpData): Buffer {
  const value = fromTypedData(body)
  if (Buffer.isBuffer(value)) return value
  return Buffer.from(
    typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
  )
}

function toNullable(texts: Texts): NullableMap {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, { value }]))
}
