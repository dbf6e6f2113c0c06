import { UnknownFunctionError } from '../errors'
import { makeInputs, triggerName } from '../inputs'
import { invoke } from '../invoke'
import type { RegisteredFunction } from '../registry'
import { thrownMessage } from '../thrownMessage'
import { fromTypedData, toActivityData } from '../typedData'
import type { EventBody } from './events'
import { eventType } from './events'
import { namesOf } from './functions'
import type { WorkItem } from './model'

/** Where activities come from, and who hears of those that fail. */
export type ActivityHost = {
  readonly activities: ReadonlyMap<string, RegisteredFunction>
  readonly clientPayload: () => string
  readonly onFailure: (functionName: string, error: unknown) => void
}

/**
 * Runs an activity.
 *
 * @param host - The app's activities.
 * @param work - Which, and with what.
 * @returns That it completed or failed, for the history of its orchestration.
 */
export async function runActivity(host: ActivityHost, work: WorkItem): Promise<EventBody> {
  const TaskScheduledId = work.taskId
  try {
    const Result = await call(host, work)
    return { EventType: eventType.taskCompleted, TaskScheduledId, Result }
  } catch (error) {
    host.onFailure(work.name, error)
    const message = thrownMessage(error)
    return {
      EventType: eventType.taskFailed,
      TaskScheduledId,
      // Two blanks: the real host cuts the message out of a longer text.
      Reason: `Activity function '${work.name}' failed:  ${message}`,
      Details: describeException(message, error),
    }
  }
}

async function call(host: ActivityHost, work: WorkItem): Promise<string | null> {
  const registered = host.activities.get(work.name.toLowerCase())
  if (registered === undefined) {
    throw new UnknownFunctionError(work.name, 'activity', namesOf(host.activities).values())
  }
  const [input] = JSON.parse(work.input) as [unknown]
  const data = toActivityData(input)
  const { returnValue } = await invoke(registered, {
    inputData: makeInputs(registered, data, host.clientPayload),
    triggerMetadata: {
      instanceId: { string: work.instanceId },
      ...(input === null
        ? {}
        : { data: { string: JSON.stringify(input) }, [triggerName(registered.metadata)]: data }),
    },
  })
  const value = fromTypedData(returnValue)
  if (value === null) return null
  return JSON.stringify(Buffer.isBuffer(value) ? value.toString('base64') : value)
}

// In the shape of the .NET exception that production sends; app code must not read it.
function describeException(message: string, error: unknown): string {
  return JSON.stringify({
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${message}`,
    StackTraceString: error instanceof Error ? (error.stack ?? null) : null,
  })
}
