import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { messageOf } from '../../../shared/core/errors'
import { writeLog } from '../hooks'
import { makeInputs } from '../inputs'
import { invoke } from '../invoke'
import { toBatchData, toMessageData } from './messageData'
import type { Settle } from './settle'
import type { ServiceBusTrigger } from './trigger'

/** What a function's messages are handled with. */
export type Handling = {
  readonly trigger: ServiceBusTrigger
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string, error: unknown) => void
}

/**
 * Runs a function once for messages that are locked, and gives them back to the broker: completed when it ended,
 * abandoned when it threw. Never throws.
 *
 * @param messages - One, or with cardinality `many` any number.
 * @param settle - Of their receiver.
 * @param handling - The function.
 */
export async function handleMessages(
  messages: readonly ServiceBusReceivedMessage[],
  settle: Settle,
  handling: Handling,
): Promise<void> {
  const outcome = (await succeeds(messages, handling)) ? 'complete' : 'abandon'
  for (const message of messages) {
    try {
      await settle(message, outcome)
    } catch (error) {
      reportUnsettled(message, error, handling.trigger)
    }
  }
}

async function succeeds(
  messages: readonly ServiceBusReceivedMessage[],
  { trigger, clientPayload, onFailure }: Handling,
): Promise<boolean> {
  const { registered, isBatched } = trigger
  try {
    const [first] = messages
    const data = isBatched || first === undefined ? toBatchData(messages) : toMessageData(first)
    const inputData = makeInputs(registered, data.value, clientPayload)
    await invoke(registered, { inputData, triggerMetadata: data.triggerMetadata })
    return true
  } catch (error) {
    onFailure(registered.metadata.name, error)
    return false
  }
}

function reportUnsettled(
  { messageId }: ServiceBusReceivedMessage,
  error: unknown,
  { registered, entityName }: ServiceBusTrigger,
): void {
  writeLog({
    level: 'warning',
    category: 'system',
    functionName: registered.metadata.name,
    message: `Message '${String(messageId)}' of ${entityName} could not be given back, so it may come again: ${messageOf(error)}`,
  })
}
