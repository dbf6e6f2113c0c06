import type { Disposition } from '../../broker/message'
import type { Queue } from '../../broker/queue'
import { messageLockLost, notAllowed, sessionLockLost } from '../faults'
import { arrayOf } from '../rhea'
import { swapGuid } from '../values'
import type { Call, QueueOperation, Result } from './result'
import { done, failed, listOf, sessionIdOf } from './result'

const TIMESTAMP = 0x83

/** What can be asked about messages that a receiver has locked. */
export const lockOperations: Readonly<Record<string, QueueOperation>> = {
  'renew-lock': renew,
  'update-disposition': settle,
}

function renew({ entity, body }: Call<Queue>): Result {
  const tokens = readTokens(body)
  const untilInMs = entity.renew(tokens)
  if (untilInMs === undefined) return failed(410, messageLockLost)
  return done({
    expirations: arrayOf(
      tokens.map(() => untilInMs),
      TIMESTAMP,
    ),
  })
}

function settle({ entity, body, linkName }: Call<Queue>): Result {
  const disposition = readDisposition(body)
  if (disposition === undefined) {
    const status = String(body['disposition-status'])
    return failed(400, notAllowed(`The disposition '${status}' is none.`))
  }
  const sessionId = sessionIdOf(body['session-id'])
  if (entity.limits.requiresSession) {
    const isHeld = sessionId !== undefined && entity.sessions.isHeld(sessionId, linkName)
    if (!isHeld) return failed(410, sessionLockLost)
  }
  const settled = readTokens(body).map((token) => entity.settle(token, disposition))
  return settled.includes(false) ? failed(410, messageLockLost) : done()
}

function readTokens(body: Readonly<Record<string, unknown>>): readonly string[] {
  return listOf(body['lock-tokens'])
    .filter((guid) => Buffer.isBuffer(guid))
    .map((guid) => swapGuid(guid).toString('hex'))
}

function readDisposition(body: Readonly<Record<string, unknown>>): Disposition | undefined {
  const properties = (body['properties-to-modify'] ?? {}) as Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined)
  // Spelt as the protocol spells them.
  switch (body['disposition-status']) {
    case 'completed':
      return { kind: 'complete' }
    case 'abandoned':
      return { kind: 'abandon', properties }
    case 'defered':
      return { kind: 'defer', properties }
    case 'suspended':
      return {
        kind: 'deadLetter',
        reason: text('deadletter-reason'),
        description: text('deadletter-description'),
        properties,
      }
    default:
      return undefined
  }
}
