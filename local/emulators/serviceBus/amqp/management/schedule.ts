import { messageOf } from '../../../../../shared/core/errors'
import type { Content } from '../../broker/message'
import type { Queue } from '../../broker/queue'
import type { Topic } from '../../broker/topic'
import { messageNotFound, tooLarge, undecodable } from '../faults'
import { arrayOf } from '../rhea'
import { findFault } from '../takeMessages'
import { longBytes, readInteger } from '../values'
import type { Call, Operation, Result } from './result'
import { done, failed, listOf } from './result'

const LONG = 0x81

/** What can be asked of whatever messages are sent to. */
export const scheduleOperations: Readonly<Record<string, Operation<Queue | Topic>>> = {
  'schedule-message': schedule,
  'cancel-scheduled-message': cancel,
}

function schedule({ entity, context, body }: Call<Queue | Topic>): Result {
  const encoded = listOf(body['messages'])
    .map((entry) => (entry as { readonly message?: unknown }).message)
    .filter((bytes) => Buffer.isBuffer(bytes))
  const { maxMessageInBytes } = context
  const large = encoded.find((bytes) => bytes.length > maxMessageInBytes)
  if (large !== undefined) return failed(400, tooLarge(large.length, maxMessageInBytes))
  let contents: readonly Content[]
  try {
    contents = encoded.map(context.parse)
  } catch (error) {
    return failed(400, undecodable(messageOf(error)))
  }
  const fault = findFault(entity, contents)
  if (fault !== undefined) return failed(400, fault)
  const sequences = entity.inbox.accept(contents)
  return done({ 'sequence-numbers': arrayOf(sequences.map(longBytes), LONG) })
}

function cancel({ entity, body }: Call<Queue | Topic>): Result {
  const sequences = listOf(body['sequence-numbers']).map(readInteger)
  return entity.inbox.cancel(sequences) ? done() : failed(404, messageNotFound)
}
