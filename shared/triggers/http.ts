import type { HttpMethod, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions'
import { app } from '@azure/functions'
import type { HttpAnswer, HttpCall, HttpHandler } from '../core/http'
import { BodyMalformedError, BodyTooLargeError, MediaTypeError } from '../core/http'
import type { Log } from '../core/log'
import { formatLine } from '../core/log'
import type { StatusOf } from '../core/problem'
import { problemOf } from '../core/problem'

/** One HTTP function. */
export type HttpRoute = {
  readonly name: string
  readonly method: HttpMethod
  /** Without the prefix of host.json, as in `deliveries/{id}`. */
  readonly route: string
  readonly authLevel: 'anonymous' | 'function' | 'admin'
  readonly handler: HttpHandler
  /** The app's table of codes, for problem+json. */
  readonly statusOf?: StatusOf
  /** 64 KiB when left out. */
  readonly maxBodyInBytes?: number
}

/** All that is asked of the platform's context. */
export type LogSink = Pick<InvocationContext, 'debug' | 'info' | 'warn' | 'error'>

/**
 * Registers an HTTP function.
 *
 * @param route - What to register.
 */
export function httpRoute(route: HttpRoute): void {
  app.http(route.name, {
    methods: [route.method],
    route: route.route,
    authLevel: route.authLevel,
    handler: (request, context) => answerHttp(route, request, context),
  })
}

/**
 * Answers one request; it never rejects.
 *
 * @param route - Which route was hit.
 * @param request - The platform's request.
 * @param sink - Where log lines go.
 * @returns The platform's answer: the handler's, or problem+json of what it threw.
 */
export async function answerHttp(
  route: HttpRoute,
  request: HttpRequest,
  sink: LogSink,
): Promise<HttpResponseInit> {
  const log = logTo(sink)
  try {
    return init(await route.handler(callOf(route, request, log)), 'application/json')
  } catch (error) {
    const problem = problemOf(error, route.statusOf)
    const { code, status, detail } = problem
    if (code === 'INTERNAL') sink.error('failed', error)
    else log[status >= 500 ? 'warn' : 'info']('refused', { code, status, detail })
    return init({ status, json: problem }, 'application/problem+json')
  }
}

function init({ status, headers, json }: HttpAnswer, contentType: string): HttpResponseInit {
  const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  if (json === undefined) return { status, headers: { ...common, ...headers } }
  return {
    status,
    headers: { ...common, 'content-type': contentType, ...headers },
    body: JSON.stringify(json),
  }
}

function callOf(route: HttpRoute, request: HttpRequest, log: Log): HttpCall {
  const { method, url, params, query, headers } = request
  const limit = route.maxBodyInBytes ?? 65_536
  return { method, url, params, query, headers, log, bodyText: () => readBody(request, limit) }
}

async function readBody(request: HttpRequest, limitInBytes: number): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;\s*charset=(?:utf-8|"utf-8")\s*)?$/i.test(type)) {
    throw new MediaTypeError(type)
  }
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > limitInBytes) throw new BodyTooLargeError(bytes.byteLength, limitInBytes)
  try {
    // ignoreBOM keeps the mark: a signature covers the bytes as they came.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new BodyMalformedError('UTF-8')
  }
}

/**
 * Writes lines to the platform's log.
 *
 * @param sink - The context of an invocation.
 * @returns A log.
 */
export function logTo(sink: LogSink): Log {
  return {
    debug: (message, fields) => {
      sink.debug(formatLine(message, fields))
    },
    info: (message, fields) => {
      sink.info(formatLine(message, fields))
    },
    warn: (message, fields) => {
      sink.warn(formatLine(message, fields))
    },
    error: (message, fields) => {
      sink.error(formatLine(message, fields))
    },
  }
}
