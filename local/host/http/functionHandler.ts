import { functionsByTrigger, getTriggerOptions } from '../bindings'
import { makeInputs } from '../inputs'
import { invoke } from '../invoke'
import type { RegisteredFunction } from '../registry'
import { toInvocation, toReply } from './convert'
import type { HostKeys } from './keys'
import { hasKey } from './keys'
import type { HttpHandler, HttpReply, HttpRequest } from './message'
import type { Route } from './route'
import { compileRoute } from './route'

/** What HTTP functions are served with. */
export type FunctionHandlerOptions = {
  readonly functions: readonly RegisteredFunction[]
  readonly routePrefix: string
  /** Undefined = every door is open, as under the local tools. */
  readonly keys: HostKeys | undefined
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string, error: unknown) => void
}

/** An HTTP function and where it is. */
export type FunctionRoute = {
  readonly registered: RegisteredFunction
  /** With the prefix, without a leading slash. */
  readonly template: string
  readonly methods: readonly string[]
  readonly authLevel: string
}

/**
 * Finds where an app's HTTP functions are.
 *
 * @param functions - All functions of the app.
 * @param routePrefix - Of host.json.
 * @returns Their routes.
 */
export function findRoutes(
  functions: readonly RegisteredFunction[],
  routePrefix: string,
): FunctionRoute[] {
  return functionsByTrigger(functions, 'httpTrigger').map((registered) => {
    const { route, methods, authLevel } = getTriggerOptions(registered.metadata)
    const own = typeof route === 'string' ? route : registered.metadata.name
    const listed = Array.isArray(methods) && methods.length > 0 ? methods : ['GET', 'POST']
    return {
      registered,
      template: [routePrefix, own].map(trimSlashes).filter(Boolean).join('/'),
      methods: listed.map((method) => String(method).toUpperCase()),
      authLevel: typeof authLevel === 'string' ? authLevel.toLowerCase() : 'anonymous',
    }
  })
}

/**
 * Makes the handler of an app's HTTP functions.
 *
 * @param options - The app.
 * @returns Not found, also for a method that is not listed, is not its own.
 */
export function makeFunctionHandler(options: FunctionHandlerOptions): HttpHandler {
  const routes = findRoutes(options.functions, options.routePrefix)
    .map((place) => ({ ...place, ...compileRoute(place.template) }))
    .sort((a, b) => (a.precedence < b.precedence ? -1 : Number(a.precedence > b.precedence)))
  return async (request) => {
    for (const place of routes) {
      if (!place.methods.includes(request.method)) continue
      const params = place.match(request.path)
      if (params === undefined) continue
      if (!isAllowed(request, place, options.keys)) return { status: 401 }
      return invokeFunction(options, place.registered, toInvocation(request, params))
    }
    return undefined
  }
}

async function invokeFunction(
  { clientPayload, onFailure }: FunctionHandlerOptions,
  registered: RegisteredFunction,
  { data, triggerMetadata }: ReturnType<typeof toInvocation>,
): Promise<HttpReply> {
  try {
    const inputData = makeInputs(registered, data, clientPayload)
    return toReply(await invoke(registered, { inputData, triggerMetadata }))
  } catch (error) {
    // The body stays empty, as in production: what failed is for the log only.
    onFailure(registered.metadata.name, error)
    return { status: 500 }
  }
}

function isAllowed(
  request: HttpRequest,
  { authLevel }: FunctionRoute & Route,
  keys: HostKeys | undefined,
): boolean {
  if (keys === undefined || authLevel === 'anonymous') return true
  return hasKey(request, authLevel === 'function' ? [keys.function, keys.master] : [keys.master])
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '')
}
