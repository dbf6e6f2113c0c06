import * as z from 'zod'
import { FabricError } from '../core/errors'
import type { HttpAnswer, HttpCall, HttpHandler } from '../core/http'
import { parseJsonText } from '../core/http'
import type { Log } from '../core/log'
import type { ApiPorts } from './ports'

/** What a route takes: an object of three objects, or four when it reads `headers`, in lower case. */
export type RequestSchema = z.ZodObject<{
  path: z.ZodObject
  query: z.ZodObject
  body: z.ZodObject
}>

/** One row of the table of routes. */
export type Route = {
  /** Of the function, as in `listDeliveries`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Below /api, as in `deliveries/{id}`. */
  readonly path: string
  /** Which key it asks for. */
  readonly role: 'anonymous' | 'function' | 'admin'
  /** One sentence for the reference. */
  readonly summary: string
  readonly request: RequestSchema
  /** What each status means. */
  readonly answers: Readonly<Record<number, string>>
  /** Makes the handler over what it needs. */
  readonly handler: (ports: ApiPorts) => HttpHandler
}

/** A route as it is written down: it answers what its schema gave. */
export type RouteSpec<S extends RequestSchema> = Omit<Route, 'handler' | 'request'> & {
  readonly request: S
  readonly answer: (ports: ApiPorts, request: z.output<S>, log: Log) => Promise<HttpAnswer>
}

/** Takes nothing, and refuses what is sent there. */
export const nothing = z.strictObject({})

/** A request that does not say what its route asks for; it names every fault, not the first. */
export class RequestInvalidError extends FabricError {
  override readonly name = 'RequestInvalidError'
  readonly code = 'REQUEST_INVALID'
  readonly retryable = false

  constructor(readonly faults: readonly string[]) {
    super(`${faults.join('; ')}. Nothing was done.`)
  }
}

/**
 * Makes a row of the table.
 *
 * @param spec - The route as written.
 * @returns The row; its handler refuses what the schema does not take before anything else happens.
 */
export function defineRoute<S extends RequestSchema>(spec: RouteSpec<S>): Route {
  const { answer, ...row } = spec
  const takesBody = Object.keys(row.request.shape.body.shape).length > 0
  const handler =
    (ports: ApiPorts): HttpHandler =>
    async (call) => {
      const body = takesBody ? parseJsonText(await call.bodyText()) : {}
      const headers = headersOf(row.request, call)
      const parsed = row.request.safeParse({
        ...{ path: call.params, query: queryOf(call), body },
        ...(headers !== undefined && { headers }),
      })
      if (parsed.success) return answer(ports, parsed.data, call.log)
      throw new RequestInvalidError(
        parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      )
    }
  return { ...row, handler }
}

function headersOf({ shape }: RequestSchema, call: HttpCall): object | undefined {
  const declared = 'headers' in shape ? shape.headers : undefined
  if (!(declared instanceof z.ZodObject)) return undefined
  const given = Object.keys(declared.shape).map((name) => [name, call.headers.get(name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== null))
}

/** The host takes the function key from the query too; it is no parameter of ours. */
const KEY_PARAMETER = 'code'

// A name that is given twice becomes an array, which no schema here takes.
function queryOf({ query }: HttpCall): Readonly<Record<string, unknown>> {
  const names = [...new Set(query.keys())].filter((name) => name !== KEY_PARAMETER)
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}
