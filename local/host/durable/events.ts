/** History events by their number on the wire (DurableTask.Core, `EventType`). */
export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  childCreated: 7,
  childCompleted: 8,
  childFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventRaised: 15,
  continueAsNew: 16,
  executionSuspended: 19,
  executionResumed: 20,
} as const

/** Names of the same events in status payloads. */
export const eventNames: Readonly<Record<number, string>> = {
  0: 'ExecutionStarted',
  1: 'ExecutionCompleted',
  3: 'ExecutionTerminated',
  4: 'TaskScheduled',
  5: 'TaskCompleted',
  6: 'TaskFailed',
  7: 'SubOrchestrationInstanceCreated',
  8: 'SubOrchestrationInstanceCompleted',
  9: 'SubOrchestrationInstanceFailed',
  10: 'TimerCreated',
  11: 'TimerFired',
  12: 'OrchestratorStarted',
  13: 'OrchestratorCompleted',
  15: 'EventRaised',
  16: 'ContinueAsNew',
  19: 'ExecutionSuspended',
  20: 'ExecutionResumed',
}

type Of<Name extends keyof typeof eventType> = {
  readonly EventType: (typeof eventType)[Name]
}

/** What happened to an instance, without when. Texts named Input and Result are JSON, null for none, never absent. */
export type EventBody =
  | (Of<'executionStarted'> & {
      readonly OrchestrationInstance: { readonly InstanceId: string; readonly ExecutionId: string }
      readonly ParentInstance: unknown
      readonly Name: string
      readonly Version: string
      readonly Input: string | null
      readonly Tags: null
    })
  | (Of<'executionCompleted'> & {
      readonly OrchestrationStatus: number
      readonly Result: string | null
      readonly FailureDetails: null
    })
  | (Of<'executionTerminated'> & { readonly Input: string | null })
  | (Of<'taskScheduled'> & {
      readonly Name: string
      readonly Version: string
      readonly Input: null
      readonly Tags: null
    })
  | (Of<'taskCompleted' | 'childCompleted'> & {
      readonly TaskScheduledId: number
      readonly Result: string | null
    })
  | (Of<'taskFailed' | 'childFailed'> & {
      readonly TaskScheduledId: number
      readonly Reason: string | null
      readonly Details: string | null
    })
  | (Of<'childCreated'> & {
      readonly Name: string
      readonly Version: string
      readonly InstanceId: string
      readonly Input: null
      readonly Tags: null
    })
  | (Of<'timerCreated'> & { readonly FireAt: string })
  | (Of<'timerFired'> & { readonly TimerId: number; readonly FireAt: string })
  | Of<'orchestratorStarted' | 'orchestratorCompleted'>
  | (Of<'eventRaised'> & { readonly Name: string; readonly Input: string })
  | (Of<'continueAsNew'> & { readonly Result: string | null; readonly OrchestrationStatus: number })
  | (Of<'executionSuspended' | 'executionResumed'> & { readonly Reason: string | null })

/** An event as it stands in history and travels to the library. */
export type HistoryEvent = EventBody & {
  /** Id of the task or timer that it schedules; -1 for all others. */
  readonly EventId: number
  readonly IsPlayed: boolean
  /** ISO 8601, UTC, milliseconds. */
  readonly Timestamp: string
}

/**
 * Makes a new event.
 *
 * @param body - What happened.
 * @param atInMs - When.
 * @param eventId - Of what it schedules, if it does.
 * @returns The event.
 */
export function makeEvent(body: EventBody, atInMs: number, eventId = -1): HistoryEvent {
  const Timestamp = new Date(atInMs).toISOString()
  return { ...body, EventId: eventId, IsPlayed: false, Timestamp }
}

/**
 * Marks events as those of an earlier turn; the turn's own boundaries stay as they are, as in production.
 *
 * @param event - After its turn.
 * @returns As the next turn sees it.
 */
export function markPlayed(event: HistoryEvent): HistoryEvent {
  const isBoundary =
    event.EventType === eventType.orchestratorStarted ||
    event.EventType === eventType.orchestratorCompleted
  return isBoundary ? event : { ...event, IsPlayed: true }
}
