import type { EventBody, HistoryEvent } from './events'
import { eventType, makeEvent } from './events'
import type { NumberedDecision } from './ledger'
import type { Instance, Message, Parent, RuntimeStatus, WorkItem } from './model'
import { runtimeStatuses } from './model'

/** What a turn adds and sends. */
export type Consequences = {
  /** For history, in order of ids. */
  readonly events: readonly HistoryEvent[]
  readonly messages: readonly Message[]
  readonly work: readonly WorkItem[]
  readonly children: readonly ChildStart[]
  /** Set when the execution has ended. */
  readonly outcome?: { readonly status: RuntimeStatus; readonly output: string | null }
  /** Set when another execution follows. */
  readonly next?: { readonly input: string | null }
}

/** A sub-orchestration to be started. */
export type ChildStart = {
  readonly id: string
  readonly name: string
  readonly version: string | null
  readonly input: string | null
  readonly parent: Parent
}

/** Whose decisions they are. */
export type Decider = {
  readonly instance: Instance
  /** The current one; the instance's own is that of the turn's begin. */
  readonly executionId: string
  readonly nowInMs: number
}

/**
 * Turns decisions into what is written and sent for them. Pure.
 *
 * @param decider - The instance.
 * @param decisions - In order of ids.
 * @returns Events, messages, work.
 */
export function decide(decider: Decider, decisions: readonly NumberedDecision[]): Consequences {
  return decisions
    .map((decision) => consequencesOf(decider, decision))
    .reduce<Consequences>(join, NONE)
}

const NONE: Consequences = { events: [], messages: [], work: [], children: [] }

function join(a: Consequences, b: Consequences): Consequences {
  return {
    ...a,
    ...b,
    events: [...a.events, ...b.events],
    messages: [...a.messages, ...b.messages],
    work: [...a.work, ...b.work],
    children: [...a.children, ...b.children],
  }
}

function consequencesOf(decider: Decider, decision: NumberedDecision): Consequences {
  const { instance, executionId, nowInMs } = decider
  const event = (body: EventBody) => [makeEvent(body, nowInMs, decision.id)]
  switch (decision.kind) {
    case 'activity': {
      const { name, input, id: taskId } = decision
      const work = [{ instanceId: instance.id, executionId, taskId, name, input }]
      const scheduled = event({
        EventType: eventType.taskScheduled,
        Name: name,
        Version: '',
        Input: null,
        Tags: null,
      })
      return { ...NONE, events: scheduled, work }
    }
    case 'timer': {
      const FireAt = new Date(decision.fireAtInMs).toISOString()
      return {
        ...NONE,
        events: event({ EventType: eventType.timerCreated, FireAt }),
        messages: [timerMessage(decider, decision)],
      }
    }
    case 'child':
      return startChild(decider, decision)
    case 'continueAsNew': {
      const body: EventBody = {
        EventType: eventType.continueAsNew,
        Result: decision.input,
        OrchestrationStatus: runtimeStatuses.indexOf('ContinuedAsNew'),
      }
      return { ...NONE, events: event(body), next: { input: decision.input } }
    }
    case 'complete':
      return complete(decider, decision)
  }
}

function timerMessage(
  { instance, executionId }: Decider,
  { id, fireAtInMs }: NumberedDecision & { readonly kind: 'timer' },
): Message {
  const FireAt = new Date(fireAtInMs).toISOString()
  const body: EventBody = { EventType: eventType.timerFired, TimerId: id, FireAt }
  return {
    instanceId: instance.id,
    executionId,
    visibleAtInMs: fireAtInMs,
    event: makeEvent(body, fireAtInMs),
  }
}

function startChild(
  { instance, executionId, nowInMs }: Decider,
  decision: NumberedDecision & { readonly kind: 'child' },
): Consequences {
  const { id: taskId, name, version, instanceId, input } = decision
  const created: EventBody = {
    EventType: eventType.childCreated,
    Name: name,
    Version: version ?? '',
    InstanceId: instanceId,
    Input: null,
    Tags: null,
  }
  const parent = { instanceId: instance.id, executionId, name: instance.name, taskId }
  return {
    ...NONE,
    events: [makeEvent(created, nowInMs, taskId)],
    children: [{ id: instanceId, name, version, input, parent }],
  }
}

function complete(
  decider: Decider,
  decision: NumberedDecision & { readonly kind: 'complete' },
): Consequences {
  const { instance, nowInMs } = decider
  const { id, status, result } = decision
  const completed: EventBody = {
    EventType: eventType.executionCompleted,
    OrchestrationStatus: runtimeStatuses.indexOf(status),
    Result: result,
    FailureDetails: null,
  }
  const { parent } = instance
  const reply: Message[] =
    parent === null
      ? []
      : [
          {
            instanceId: parent.instanceId,
            executionId: parent.executionId,
            visibleAtInMs: nowInMs,
            event: makeEvent(replyToParent(parent, decision), nowInMs),
          },
        ]
  return {
    ...NONE,
    events: [makeEvent(completed, nowInMs, id)],
    messages: reply,
    outcome: { status, output: result },
  }
}

function replyToParent(
  { taskId }: Parent,
  { status, result, details }: NumberedDecision & { readonly kind: 'complete' },
): EventBody {
  return status === 'Completed'
    ? { EventType: eventType.childCompleted, TaskScheduledId: taskId, Result: result }
    : {
        EventType: eventType.childFailed,
        TaskScheduledId: taskId,
        Reason: result,
        Details: details,
      }
}
