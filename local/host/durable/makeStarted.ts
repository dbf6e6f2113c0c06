import type { HistoryEvent } from './events'
import { eventType, makeEvent } from './events'
import type { Instance } from './model'

/**
 * Makes the event that begins an execution.
 *
 * @param instance - With the id and input of that execution.
 * @param nowInMs - When.
 * @returns ExecutionStarted.
 */
export function makeStarted(instance: Instance, nowInMs: number): HistoryEvent {
  const { id, executionId, name, version, input, parent } = instance
  const ParentInstance =
    parent === null
      ? null
      : {
          Name: parent.name,
          OrchestrationInstance: {
            InstanceId: parent.instanceId,
            ExecutionId: parent.executionId,
          },
          TaskScheduleId: parent.taskId,
          Version: '',
        }
  return makeEvent(
    {
      EventType: eventType.executionStarted,
      OrchestrationInstance: { InstanceId: id, ExecutionId: executionId },
      ParentInstance,
      Name: name,
      Version: version ?? '',
      Input: input,
      Tags: null,
    },
    nowInMs,
  )
}
