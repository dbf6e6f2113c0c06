import type { Delivery, EventContext, Sender } from 'rhea'
import type { Disposition } from '../broker/message'
import type { Queue } from '../broker/queue'
import { messageLockLost, sessionLockLost } from './faults'
import type { Outcome } from './rhea'
import { accepted, modified, rejected, released, settleForGood } from './rhea'

type Properties = Readonly<Record<string, unknown>>

/** What a client's outcome asks for, and what it is told when that is done. */
type Reading = { readonly disposition: Disposition; readonly done: Outcome }

const KINDS = ['accepted', 'rejected', 'modified', 'released'] as const

/**
 * Settles what a receiver says of its messages; it is told so only when that is durable.
 *
 * @param link - The receiver's.
 * @param queue - That the messages are from.
 * @param sessionId - That the link holds.
 */
export function settleOutcomes(link: Sender, queue: Queue, sessionId: string | undefined): void {
  for (const kind of KINDS) {
    link.on(kind, ({ delivery }: EventContext) => {
      // Of a delivery that was settled when it was sent nothing can come that matters.
      if (delivery === undefined || link.snd_settle_mode === 1) return
      const { disposition, done } = readOutcome(kind, delivery)
      const isDone = queue.settle(Buffer.from(delivery.tag).toString('hex'), disposition)
      const isOfLostSession =
        sessionId !== undefined && !queue.sessions.isHeld(sessionId, link.name)
      const lost = isOfLostSession ? sessionLockLost : messageLockLost
      settleForGood(delivery, isDone ? done : rejected(lost))
    })
  }
}

function readOutcome(kind: (typeof KINDS)[number], { remote_state: state }: Delivery): Reading {
  switch (kind) {
    case 'accepted':
      return { disposition: { kind: 'complete' }, done: accepted() }
    case 'released':
      return { disposition: { kind: 'abandon', properties: {} }, done: released() }
    case 'modified':
      return readModified(state ?? {})
    case 'rejected':
      return { disposition: deadLetterBy(state ?? {}), done: rejected() }
  }
}

type Modified = { readonly undeliverable_here?: boolean; readonly message_annotations?: Properties }
type Rejected = { readonly error?: { readonly info?: Properties } | null }

function readModified(state: Modified): Reading {
  const isPutOff = state.undeliverable_here === true
  const properties = state.message_annotations ?? {}
  return {
    disposition: { kind: isPutOff ? 'defer' : 'abandon', properties },
    done: modified(isPutOff),
  }
}

function deadLetterBy({ error }: Rejected): Disposition {
  const { info } = error ?? {}
  const {
    DeadLetterReason: reason,
    DeadLetterErrorDescription: description,
    ...properties
  } = info ?? {}
  return {
    kind: 'deadLetter',
    reason: typeof reason === 'string' ? reason : undefined,
    description: typeof description === 'string' ? description : undefined,
    properties,
  }
}
