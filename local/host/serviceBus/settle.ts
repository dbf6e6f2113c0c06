import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'

/** Gives a message back to the broker. */
export type Settle = (
  message: ServiceBusReceivedMessage,
  outcome: 'complete' | 'abandon',
) => Promise<void>

/** The client has been closed, or its broker has gone. */
class ConnectionGoneError extends Error {
  constructor() {
    super('The connection that it came by has gone.')
  }
}

/**
 * Makes the way back for the messages of one receiver: one after the other, because rhea 3.0.5 sends outcomes of
 * neighbouring messages that are given within one turn as one, and so completes what was to be abandoned.
 *
 * @param receiver - Where the messages came from.
 * @param gone - Aborted when the connection is of no use any more: the SDK would wait for an answer for a minute.
 * @returns Throws what the SDK throws.
 */
export function makeSettle(receiver: ServiceBusReceiver, gone: AbortSignal): Settle {
  let last: Promise<unknown> = Promise.resolve()
  return (message, outcome) => {
    const settled = last.then(() => {
      if (gone.aborted) throw new ConnectionGoneError()
      return unless(
        gone,
        outcome === 'complete'
          ? receiver.completeMessage(message)
          : receiver.abandonMessage(message),
      )
    })
    last = settled.catch(() => undefined)
    return settled
  }
}

function unless(gone: AbortSignal, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(new ConnectionGoneError())
    }
    gone.addEventListener('abort', giveUp, { once: true })
    void work.then(resolve, reject).finally(() => {
      gone.removeEventListener('abort', giveUp)
    })
  })
}
