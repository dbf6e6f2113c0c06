import type { RegisteredFunction } from '../registry'
import { findRoutes } from './functionHandler'
import type { HostKeys } from './keys'
import { hasKey } from './keys'
import type { HttpHandler } from './message'
import { jsonReply } from './message'

/** What the host tells of itself. */
export type AdminOptions = {
  readonly functions: readonly RegisteredFunction[]
  readonly routePrefix: string
  readonly keys: HostKeys | undefined
  readonly hostVersion: string
  /** As in `http://127.0.0.1:7071`. */
  readonly baseUrl: () => string
}

/**
 * Makes the handler of `GET /admin/host/status` and `GET /admin/functions`; they need the master key.
 *
 * @param options - The host.
 * @returns The handler.
 */
export function makeAdminHandler(options: AdminOptions): HttpHandler {
  const answers: Readonly<Record<string, () => unknown>> = {
    '/admin/host/status': () => ({ state: 'Running', version: options.hostVersion }),
    '/admin/functions': () => listFunctions(options),
  }
  return async (request) => {
    const answer = answers[request.path.toLowerCase().replace(/\/$/, '')]
    if (answer === undefined || request.method !== 'GET') return undefined
    if (options.keys !== undefined && !hasKey(request, [options.keys.master])) {
      return { status: 401 }
    }
    return jsonReply(200, answer())
  }
}

function listFunctions({ functions, routePrefix, baseUrl }: AdminOptions): unknown {
  const routes = findRoutes(functions, routePrefix)
  return functions.map(({ metadata }) => {
    const route = routes.find(({ registered }) => registered.metadata.name === metadata.name)
    return {
      name: metadata.name,
      language: 'node',
      isDisabled: false,
      config: {
        bindings: Object.entries(metadata.bindings).map(([name, binding]) => ({
          ...binding,
          name,
        })),
      },
      invoke_url_template: route === undefined ? null : `${baseUrl()}/${route.template}`,
    }
  })
}
