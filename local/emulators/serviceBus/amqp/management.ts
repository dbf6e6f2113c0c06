import { types } from 'rhea'
import { Queue } from '../broker/queue'
import type { Topic } from '../broker/topic'
import type { ServerContext } from './context'
import type { ControlReply, ControlRequest } from './control'
import { notFound } from './faults'
import { lockOperations } from './management/locks'
import { readOperations } from './management/reading'
import type { Operation, QueueOperation, Result } from './management/result'
import { failed } from './management/result'
import { scheduleOperations } from './management/schedule'
import { sessionOperations } from './management/sessions'

const forAll: Readonly<Record<string, Operation<Queue | Topic>>> = scheduleOperations
const forQueues: Readonly<Record<string, QueueOperation>> = {
  ...lockOperations,
  ...readOperations,
  ...sessionOperations,
}

/**
 * Answers a request to `<entity>/$management`.
 *
 * @param request - Names its operation, as in `com.microsoft:renew-lock`.
 * @param address - The entity's.
 * @param context - Of the server.
 * @returns The answer; an operation that is not served is answered with 501.
 */
export function manage(
  request: ControlRequest,
  address: string,
  context: ServerContext,
): ControlReply {
  const { status, body, fault } = perform(request, address, context)
  return {
    properties: {
      statusCode: types.wrap_int(status),
      statusDescription: fault?.description ?? 'OK',
      ...(fault === undefined ? {} : { errorCondition: types.wrap_symbol(fault.condition) }),
    },
    body,
  }
}

function perform(request: ControlRequest, address: string, context: ServerContext): Result {
  const entity = context.broker.find(address)
  if (entity === undefined) return failed(404, notFound(address))
  const { operation, 'associated-link-name': linkName } = request.properties
  const name = String(operation).replace(/^com\.microsoft:/, '')
  const call = {
    context,
    body: (request.body ?? {}) as Readonly<Record<string, unknown>>,
    linkName: typeof linkName === 'string' ? linkName : undefined,
  }
  const general = forAll[name]
  if (general !== undefined) return general({ ...call, entity })
  const particular = forQueues[name]
  if (particular !== undefined && entity instanceof Queue) return particular({ ...call, entity })
  const description = `The operation '${name}' is not served here for '${address}'.`
  return failed(501, { condition: 'amqp:not-implemented', description })
}
