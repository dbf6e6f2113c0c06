import { types } from 'rhea'
import type { Delivery } from '../../broker/message'
import type { Queue } from '../../broker/queue'
import { encodeDelivery } from '../encodeMessage'
import { messageNotFound, sessionLockLost } from '../faults'
import { readInteger, swapGuid } from '../values'
import type { Call, QueueOperation, Result } from './result'
import { done, failed, listOf, sessionIdOf } from './result'

/** A receiver that settles as it receives. */
const RECEIVE_AND_DELETE = 0

/** What reads messages other than over a link. */
export const readOperations: Readonly<Record<string, QueueOperation>> = {
  'peek-message': peek,
  'receive-by-sequence-number': receiveDeferred,
}

function peek({ entity, body }: Call<Queue>): Result {
  const messages = entity.peek({
    fromSequence: readInteger(body['from-sequence-number']),
    count: readInteger(body['message-count']),
    sessionId: sessionIdOf(body['session-id']),
  })
  if (messages.length === 0) return { status: 204 }
  return done({
    messages: messages.map((message) => ({
      message: types.wrap_binary(encodeDelivery({ message, lockedUntilInMs: undefined })),
    })),
  })
}

function receiveDeferred({ entity, body, linkName }: Call<Queue>): Result {
  const sessionId = sessionIdOf(body['session-id'])
  if (entity.limits.requiresSession) {
    const isHeld = sessionId !== undefined && entity.sessions.isHeld(sessionId, linkName)
    if (!isHeld) return failed(410, sessionLockLost)
  }
  const deliveries = entity.receiveDeferred({
    sequences: listOf(body['sequence-numbers']).map(readInteger),
    removes: body['receiver-settle-mode'] === RECEIVE_AND_DELETE,
    sessionId,
  })
  if (deliveries === undefined) return failed(404, messageNotFound)
  return done({ messages: deliveries.map(toMap) })
}

function toMap(delivery: Delivery): Readonly<Record<string, unknown>> {
  const message = types.wrap_binary(encodeDelivery(delivery))
  if (delivery.lockToken === undefined) return { message }
  const guid = swapGuid(Buffer.from(delivery.lockToken, 'hex'))
  return { message, 'lock-token': types.wrap_uuid(guid) }
}
