/** Events and actions in few words. */
import type { Action, OrchestratorResult } from '../../../../local/host/durable/actions'
import type { EventBody, HistoryEvent } from '../../../../local/host/durable/events'
import { eventType, makeEvent } from '../../../../local/host/durable/events'
import type { Interpretation } from '../../../../local/host/durable/interpret'
import { interpret } from '../../../../local/host/durable/interpret'

export const NOW_IN_MS = Date.UTC(2026, 0, 5)
const MINUTE_IN_MS = 60_000

const event = (body: EventBody, id = -1): HistoryEvent => makeEvent(body, NOW_IN_MS, id)

export const turn = event({ EventType: eventType.orchestratorStarted })
export const started = event({
  EventType: eventType.executionStarted,
  OrchestrationInstance: { InstanceId: 'i', ExecutionId: 'x' },
  ParentInstance: null,
  Name: 'main',
  Version: '',
  Input: null,
  Tags: null,
})
export const scheduled = (id: number, Name = 'a'): HistoryEvent =>
  event({ EventType: eventType.taskScheduled, Name, Version: '', Input: null, Tags: null }, id)
export const completed = (TaskScheduledId: number): HistoryEvent =>
  event({ EventType: eventType.taskCompleted, TaskScheduledId, Result: null })
export const failed = (TaskScheduledId: number): HistoryEvent =>
  event({ EventType: eventType.taskFailed, TaskScheduledId, Reason: 'r', Details: 'd' })
export const timerAt = (id: number): HistoryEvent =>
  event({ EventType: eventType.timerCreated, FireAt: 'any' }, id)
export const fired = (TimerId: number): HistoryEvent =>
  event({ EventType: eventType.timerFired, TimerId, FireAt: 'any' })
export const raised = (Name: string): HistoryEvent =>
  event({ EventType: eventType.eventRaised, Name, Input: '1' })
export const suspended = event({ EventType: eventType.executionSuspended, Reason: null })
export const resumed = event({ EventType: eventType.executionResumed, Reason: null })
export const terminated = event({ EventType: eventType.executionTerminated, Input: 'stop' })

export const activity = (functionName = 'a', input: unknown = 1): Action => ({
  actionType: 0,
  functionName,
  input,
})
export const retried: Action = {
  actionType: 1,
  functionName: 'a',
  input: 1,
  retryOptions: { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts: 2 },
}
export const timer = (isCanceled = false): Action => ({
  actionType: 5,
  fireAt: new Date(NOW_IN_MS + MINUTE_IN_MS).toISOString(),
  isCanceled,
})
export const wait = (externalEventName = 'e'): Action => ({ actionType: 6, externalEventName })
export const all = (...compoundActions: Action[]): Action => ({ actionType: 12, compoundActions })
export const any = (...compoundActions: Action[]): Action => ({ actionType: 11, compoundActions })
export const again: Action = { actionType: 4, input: { n: 1 } }

type State = OrchestratorResult & { readonly kind: 'state' }

export const waiting = (...actions: Action[]): OrchestratorResult => ({
  kind: 'state',
  isDone: false,
  actions,
})
export const done = (...actions: Action[]): State => ({
  kind: 'state',
  isDone: true,
  actions,
  output: { is: 'done' },
})

export function interpretHistory(
  history: readonly HistoryEvent[],
  result: OrchestratorResult,
): Interpretation {
  return interpret({
    instanceId: 'i',
    parentInstanceId: 'p',
    executionId: 'x',
    orchestrator: 'main',
    history: [turn, started, ...history],
    result,
    known: { activities: new Set(['a', 'b']), orchestrators: new Set(['kid']) },
    spans: { maxShortInMs: 6 * 86_400_000, segmentInMs: 3 * 86_400_000 },
  })
}
