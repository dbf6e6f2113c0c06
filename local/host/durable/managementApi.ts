import { DurableRequestError } from '../errors'
import type { HttpReply, HttpRequest } from '../http/message'
import { jsonReply } from '../http/message'
import { operateInstance } from './instanceOperations'
import { listInstances, purgeInstances } from './instanceQueries'
import type { ManagementCall, ManagementContext } from './managementCall'
import { isFinished } from './model'
import { showInstance } from './showInstance'
import { startInstance } from './startInstance'

/**
 * Answers a call of the durable HTTP API: the one that clients of an app use, and the durable client itself over RPC.
 *
 * @param context - The engine.
 * @param request - The call.
 * @param path - Behind the API's own prefix.
 * @returns The answer.
 */
export async function manage(
  context: ManagementContext,
  request: HttpRequest,
  path: string,
): Promise<HttpReply> {
  const [resource = '', ...segments] = path.replace(/^\/+|\/+$/g, '').split('/')
  const call: ManagementCall = { request, query: request.url.searchParams, segments }
  try {
    switch (resource.toLowerCase()) {
      case 'orchestrators':
        return await startInstance(context, call)
      case 'instances':
        return await manageInstances(context, call)
      case 'entities':
        throw new DurableRequestError(
          501,
          'Durable entities are not supported by the embedded host.',
        )
      default:
        return { status: 404 }
    }
  } catch (error) {
    if (!(error instanceof DurableRequestError)) throw error
    return jsonReply(error.status, { Message: error.message, ExceptionMessage: error.message })
  }
}

async function manageInstances(
  context: ManagementContext,
  call: ManagementCall,
): Promise<HttpReply> {
  const { method } = call.request
  const [id = '', operation] = call.segments
  if (operation !== undefined && method === 'POST') return operateInstance(context, call)
  if (operation !== undefined) return { status: 404 }
  if (method === 'GET')
    return id === '' ? listInstances(context, call) : showInstance(context, call)
  if (method !== 'DELETE') return { status: 404 }
  return id === '' ? purgeInstances(context, call) : purgeInstance(context, id)
}

// Only what has ended: production would delete under a running instance's feet.
function purgeInstance({ engine, store }: ManagementContext, id: string): HttpReply {
  const instance = store.getInstance(id)
  if (instance === undefined) return { status: 404 }
  if (!isFinished(instance.status)) return jsonReply(200, { instancesDeleted: 0 })
  engine.commit([{ kind: 'purge', instanceId: id }])
  return jsonReply(200, { instancesDeleted: 1 })
}
