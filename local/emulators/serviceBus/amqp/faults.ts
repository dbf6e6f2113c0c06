import type { AmqpFault } from './rhea'

// As the real service words them: clients tell faults by their condition, and some by their text.

/**
 * Says that there is no such queue, topic or subscription.
 *
 * @param address - As the client named it.
 * @returns The fault.
 */
export const notFound = (address: string): AmqpFault => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${address}' could not be found.`,
})

/**
 * Says that no valid token was put for a resource.
 *
 * @param address - As the client named it.
 * @param claim - What the token must allow.
 * @returns The fault.
 */
export const unauthorized = (address: string, claim: 'Send' | 'Listen'): AmqpFault => ({
  condition: 'amqp:unauthorized-access',
  description: `Unauthorized access. '${claim}' claim(s) are required to perform this operation. Resource: '${address}'.`,
})

/**
 * Says that an operation does not fit its entity.
 *
 * @param description - Why.
 * @returns The fault.
 */
export const notAllowed = (description: string): AmqpFault => ({
  condition: 'amqp:not-allowed',
  description,
})

/**
 * Says that a message cannot be read.
 *
 * @param description - Why.
 * @returns The fault.
 */
export const undecodable = (description: string): AmqpFault => ({
  condition: 'amqp:decode-error',
  description,
})

/**
 * Says that a message is too large.
 *
 * @param sizeInBytes - Of the message.
 * @param limitInBytes - What is taken.
 * @returns The fault.
 */
export const tooLarge = (sizeInBytes: number, limitInBytes: number): AmqpFault => ({
  condition: 'amqp:link:message-size-exceeded',
  description: `The received message (${String(sizeInBytes)} bytes) exceeds the limit (${String(limitInBytes)} bytes) currently allowed on the link.`,
})

/** The lock of a message has run out, or the message is gone. */
export const messageLockLost: AmqpFault = {
  condition: 'com.microsoft:message-lock-lost',
  description:
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
}

/** The lock of a session has run out. */
export const sessionLockLost: AmqpFault = {
  condition: 'com.microsoft:session-lock-lost',
  description: 'The session lock has expired. Accept a new session.',
}

/** No session came free in time. */
export const noSessionInTime: AmqpFault = {
  condition: 'com.microsoft:timeout',
  description: 'The operation did not complete within the allotted timeout.',
}

/**
 * Says that somebody else holds a session.
 *
 * @param sessionId - Its id.
 * @returns The fault.
 */
export const sessionCannotBeLocked = (sessionId: string): AmqpFault => ({
  condition: 'com.microsoft:session-cannot-be-locked',
  description: `The requested session '${sessionId}' cannot be accepted. It may be locked by another receiver.`,
})

/** A message that was asked for by its number is not there. */
export const messageNotFound: AmqpFault = {
  condition: 'com.microsoft:message-not-found',
  description:
    'The message was not found, is not deferred or scheduled any more, or is of another session.',
}

/** A message without a session id was sent to where each needs one. */
export const sessionIdMissing = notAllowed(
  'The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have session support enabled can only receive messages that have the SessionId set to a valid value.',
)
