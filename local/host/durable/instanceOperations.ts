import { DurableRequestError } from '../errors'
import type { HttpReply } from '../http/message'
import { jsonReply } from '../http/message'
import type { EventBody } from './events'
import { eventType } from './events'
import type { ManagementCall, ManagementContext } from './managementCall'
import type { Instance } from './model'
import { isFinished } from './model'
import { flag } from './showInstance'
import { parseJson, restartInstance } from './startInstance'

/**
 * Answers `POST instances/{id}/{operation}`.
 *
 * @param context - The engine.
 * @param call - The call.
 * @returns 202; 404 unknown, 410 ended.
 * @throws DurableRequestError for what cannot be done.
 */
export function operateInstance(context: ManagementContext, call: ManagementCall): HttpReply {
  const [id = '', operation = '', name] = call.segments
  const verb = operation.toLowerCase()
  if (verb === 'rewind') {
    // A bare text: the client makes it the message of what it throws.
    return jsonReply(501, 'Rewinding an orchestration is not supported by the embedded host.')
  }
  if (verb === 'restart') {
    return restartInstance(context, call, flag(call.query, 'restartWithNewInstanceId', true))
  }
  const instance = context.store.getInstance(id)
  if (instance === undefined) return { status: 404 }
  if (isFinished(instance.status)) return { status: 410 }
  const body =
    verb === 'raiseevent'
      ? toRaisedEvent(call, name)
      : toControlEvent(verb, instance, call.query.get('reason'))
  if (body === undefined) return { status: 404 }
  if ('status' in body) return body
  context.engine.send(id, body)
  return { status: 202 }
}

function toRaisedEvent(
  { request }: ManagementCall,
  name: string | undefined,
): EventBody | HttpReply | undefined {
  if (name === undefined || name === '') return undefined
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return jsonReply(400, { Message: 'Only application/json request content is supported.' })
  }
  const text = request.body.toString('utf8')
  // Kept as text, but what is not JSON would end the orchestrator that waits for it.
  parseJson(text)
  return { EventType: eventType.eventRaised, Name: name, Input: text }
}

function toControlEvent(
  verb: string,
  { id, status }: Instance,
  reason: string | null,
): EventBody | undefined {
  if (verb === 'terminate') return { EventType: eventType.executionTerminated, Input: reason }
  if (verb === 'suspend') {
    if (status !== 'Suspended') return { EventType: eventType.executionSuspended, Reason: reason }
    throw new DurableRequestError(500, `Instance '${id}' is suspended already.`)
  }
  if (verb === 'resume') {
    if (status === 'Suspended') return { EventType: eventType.executionResumed, Reason: reason }
    throw new DurableRequestError(500, `Instance '${id}' is not suspended, but ${status}.`)
  }
  return undefined
}
