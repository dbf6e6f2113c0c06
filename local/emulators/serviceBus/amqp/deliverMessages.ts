import type { Sender } from 'rhea'
import { Queue } from '../broker/queue'
import type { Opening } from './context'
import {
  noSessionInTime,
  notAllowed,
  notFound,
  sessionCannotBeLocked,
  unauthorized,
} from './faults'
import { LinkConsumer } from './linkConsumer'
import { answerAttach, answerEveryDrain, finishDrain, holdAttach, sourceOf } from './rhea'
import { settleOutcomes } from './settlement'
import { ticks } from './values'

const SESSION_FILTER = 'com.microsoft:session-filter'
const DEFAULT_TIMEOUT_IN_MS = 60_000

/** A link, and the queue that it receives from. */
type Place = Opening<Sender> & { readonly address: string; readonly queue: Queue }

/**
 * Serves a link over which a client receives from a queue, a subscription or dead letters.
 *
 * @param opening - The link; refused when its entity is not there, no token covers it, or sessions do not fit.
 */
export function deliverMessages(opening: Opening<Sender>): void {
  const { link, context, state } = opening
  const { address, filter } = sourceOf(link)
  answerAttach(link)
  const queue = context.broker.find(address)
  if (!(queue instanceof Queue)) {
    link.close(notFound(address))
    return
  }
  if (!state.claims.covers(address)) {
    link.close(unauthorized(address, 'Listen'))
    return
  }
  answerEveryDrain(link)
  const wantsSession = SESSION_FILTER in filter
  if (wantsSession !== queue.limits.requiresSession) {
    link.close(misfit(wantsSession))
    return
  }
  const place: Place = { ...opening, address, queue }
  if (wantsSession) waitForSession(place, filter[SESSION_FILTER])
  else queue.attach(serve(place, undefined))
}

function misfit(wantsSession: boolean) {
  return notAllowed(
    wantsSession
      ? 'A sessionful message receiver cannot be created on an entity that does not require sessions.'
      : 'It is not possible for an entity that requires sessions to create a non-sessionful message receiver.',
  )
}

function serve(place: Place, sessionId: string | undefined): LinkConsumer {
  const { link, queue } = place
  const consumer = new LinkConsumer(link, sessionId)
  settleOutcomes(link, queue, sessionId)
  link.on('sender_flow', () => {
    consumer.noteFlow()
    queue.pump()
    finishDrain(link)
  })
  link.on('sendable', () => {
    queue.pump()
  })
  onGone(place, () => {
    queue.detach(consumer)
  })
  return consumer
}

// Holds the answer to the attach back until there is a session, as the real service does.
function waitForSession(place: Place, wanted: unknown): void {
  const { link, queue, address } = place
  holdAttach(link)
  let isWaiting = true
  const answer = () => {
    isWaiting = false
    link.open()
  }
  const sessionId = typeof wanted === 'string' ? wanted : undefined
  const cancel = queue.acceptSession({
    sessionId,
    timeoutInMs: readTimeout(link),
    grant: (granted, lockedUntilInMs) => {
      link.set_source({ address, filter: { [SESSION_FILTER]: granted } })
      answerAttach(link, {
        properties: { 'com.microsoft:locked-until-utc': ticks(lockedUntilInMs) },
      })
      answer()
      return serve(place, granted)
    },
    refuse: (why) => {
      answer()
      link.close(why === 'timeout' ? noSessionInTime : sessionCannotBeLocked(String(sessionId)))
    },
  })
  onGone(place, () => {
    if (!isWaiting) return
    cancel()
    // rhea answers a detach only on a link that was answered before.
    if (link.is_remote_open() || link.session.is_open()) answer()
  })
}

function readTimeout(link: Sender): number {
  const properties = (link.properties as Readonly<Record<string, unknown>> | undefined) ?? {}
  const timeoutInMs = Number(properties['com.microsoft:timeout'])
  return Number.isFinite(timeoutInMs) ? timeoutInMs : DEFAULT_TIMEOUT_IN_MS
}

// Runs once when a link has gone, however: closed, ended with its session, or lost with its connection.
function onGone({ link, state }: Place, run: () => void): void {
  const once = () => {
    if (!state.onLost.delete(once)) return
    run()
  }
  state.onLost.add(once)
  link.once('sender_close', once)
  link.session.once('session_close', once)
}
