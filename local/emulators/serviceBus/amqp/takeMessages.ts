import type { EventContext, Receiver } from 'rhea'
import { messageOf } from '../../../../shared/core/errors'
import type { Content } from '../broker/message'
import { Queue } from '../broker/queue'
import type { Topic } from '../broker/topic'
import type { Opening, ServerContext } from './context'
import {
  notAllowed,
  notFound,
  sessionIdMissing,
  tooLarge,
  unauthorized,
  undecodable,
} from './faults'
import type { AmqpFault, Outcome } from './rhea'
import {
  accepted,
  answerAttach,
  keepRaw,
  plain,
  readSections,
  rejected,
  settle,
  targetOf,
} from './rhea'
import { SECTION } from './sections'

/** Of a transfer that carries many messages, each as one data section of the envelope. */
const BATCH_FORMAT = 0x8001_3700
const CREDIT = 1000
const CREDIT_STEP = 500

/**
 * Serves a link over which a client sends to a queue or topic.
 *
 * @param opening - The link; refused when its entity is not there or no token covers it.
 */
export function takeMessages(opening: Opening<Receiver>): void {
  const { link, context, state } = opening
  const { address } = targetOf(link)
  answerAttach(link, { max_message_size: context.maxMessageInBytes })
  const entity = context.broker.find(address)
  if (entity === undefined) {
    link.close(notFound(address))
    return
  }
  if (!state.claims.covers(address)) {
    link.close(unauthorized(address, 'Send'))
    return
  }
  if (entity instanceof Queue && entity.deadLetters === undefined) {
    link.close(notAllowed(`Messages cannot be sent to '${address}'.`))
    return
  }
  keepRaw(link)
  link.add_credit(CREDIT)
  let taken = 0
  link.on('message', ({ delivery, message }: EventContext) => {
    if (delivery === undefined) return
    taken += 1
    if (taken % CREDIT_STEP === 0) link.add_credit(CREDIT_STEP)
    // Durable before the client is told: an answer is written after this turn.
    settle(delivery, take(message as unknown as Buffer, delivery.format, { entity, context }))
  })
}

type Place = { readonly entity: Queue | Topic; readonly context: ServerContext }

function take(bytes: Buffer, format: number, { entity, context }: Place): Outcome {
  const { maxMessageInBytes, parse } = context
  if (bytes.length > maxMessageInBytes) return rejected(tooLarge(bytes.length, maxMessageInBytes))
  let contents: readonly Content[]
  try {
    contents = (format === BATCH_FORMAT ? splitBatch(bytes) : [bytes]).map(parse)
  } catch (error) {
    return rejected(undecodable(messageOf(error)))
  }
  const fault = findFault(entity, contents)
  if (fault !== undefined) return rejected(fault)
  entity.inbox.accept(contents)
  return accepted()
}

/**
 * Tells why messages cannot be taken.
 *
 * @param entity - Where they were sent to.
 * @param contents - All of them: one that cannot be taken keeps the others out.
 * @returns The fault, if there is one.
 */
export function findFault(
  entity: Queue | Topic,
  contents: readonly Content[],
): AmqpFault | undefined {
  if (!(entity instanceof Queue) || !entity.limits.requiresSession) return undefined
  return contents.every(({ sessionId }) => sessionId !== undefined) ? undefined : sessionIdMissing
}

function splitBatch(bytes: Buffer): readonly Buffer[] {
  return readSections(bytes)
    .filter(({ code }) => code === SECTION.firstBody)
    .map(({ value }) => plain(value))
    .filter((part) => Buffer.isBuffer(part))
}
