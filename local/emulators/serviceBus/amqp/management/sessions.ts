import { types } from 'rhea'
import type { Queue } from '../../broker/queue'
import type { Sessions } from '../../broker/sessions'
import { sessionLockLost } from '../faults'
import type { Call, QueueOperation, Result } from './result'
import { done, failed, sessionIdOf } from './result'

/** What can be asked of a session, by the link that holds it alone. */
export const sessionOperations: Readonly<Record<string, QueueOperation>> = {
  'renew-session-lock': held((sessions, sessionId) => {
    const untilInMs = sessions.renew(sessionId)
    return untilInMs === undefined
      ? failed(410, sessionLockLost)
      : done({ expiration: types.wrap_timestamp(untilInMs) })
  }),
  'set-session-state': held((sessions, sessionId, body) => {
    const state = body['session-state']
    sessions.setState(sessionId, Buffer.isBuffer(state) ? Buffer.from(state) : undefined)
    return done()
  }),
  'get-session-state': held((sessions, sessionId) => {
    const state = sessions.getState(sessionId)
    return done({ 'session-state': state === undefined ? null : types.wrap_binary(state) })
  }),
}

type Held = (
  sessions: Sessions,
  sessionId: string,
  body: Readonly<Record<string, unknown>>,
) => Result

function held(perform: Held): QueueOperation {
  return ({ entity, body, linkName }: Call<Queue>) => {
    const sessionId = sessionIdOf(body['session-id'])
    const isHeld = sessionId !== undefined && entity.sessions.isHeld(sessionId, linkName)
    return isHeld ? perform(entity.sessions, sessionId, body) : failed(410, sessionLockLost)
  }
}
