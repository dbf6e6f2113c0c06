import type { OrchestratorResult } from './actions'
import type { ChildStart, Consequences } from './decide'
import { decide } from './decide'
import type { HistoryEvent } from './events'
import { eventType, makeEvent, markPlayed } from './events'
import { interpret } from './interpret'
import { makeStarted } from './makeStarted'
import type { Instance, Message, RuntimeStatus, WorkItem } from './model'
import type { KnownFunctions, TimerSpans } from './perform'

/** What a turn needs of its engine. */
export type TurnHost = {
  readonly nowInMs: () => number
  readonly newExecutionId: () => string
  /** Whether the engine is stopping. */
  readonly isStopped: () => boolean
  readonly known: KnownFunctions
  readonly spans: TimerSpans
  readonly run: (instance: Instance, execution: Execution) => Promise<OrchestratorResult>
}

/** One execution of an instance: continueAsNew begins another. */
export type Execution = {
  readonly id: string
  /** JSON text. */
  readonly input: string | null
  /** Events of earlier turns. */
  readonly past: readonly HistoryEvent[]
  /** Events of this turn. */
  readonly fresh: readonly HistoryEvent[]
}

/** What a turn is taken over. */
export type TurnEvents = {
  /** Stored, of the current execution. */
  readonly past: readonly HistoryEvent[]
  /** New, for this execution; begins with ExecutionStarted when there is no past. */
  readonly arrived: readonly HistoryEvent[]
}

/** What a turn came to: to be made durable as a whole. */
export type TurnOutcome = {
  readonly instance: Instance
  /** The whole history of the current execution. */
  readonly history: readonly HistoryEvent[]
  /** How many of these the store holds; 0 with another execution id = a new history. */
  readonly stored: number
  readonly messages: readonly Message[]
  readonly work: readonly WorkItem[]
  readonly children: readonly ChildStart[]
}

/**
 * Goes on with an instance for the messages that came for it, through as many executions as it begins.
 *
 * @param host - Clock, functions.
 * @param instance - As stored.
 * @param events - Its events.
 * @returns What is to be written; undefined when the engine stopped before an execution that waits: the turn is then
 * taken again at the next start.
 */
export async function takeTurn(
  host: TurnHost,
  instance: Instance,
  events: TurnEvents,
): Promise<TurnOutcome | undefined> {
  const { past, arrived } = events
  const { executionId, input } = instance
  let execution: Execution = {
    id: executionId,
    input,
    past,
    fresh: [makeEvent(STARTED, turnTime(host, past, arrived)), ...arrived],
  }
  let customStatus: string | null = null
  const sent: Consequences[] = []
  for (;;) {
    const result = await host.run(instance, execution)
    customStatus = customStatusOf(result) ?? customStatus
    const { decisions, carried, isSuspended } = interpretTurn(host, instance, { execution, result })
    const nowInMs = host.nowInMs()
    const consequences = decide({ instance, executionId: execution.id, nowInMs }, decisions)
    sent.push(consequences)
    const { next, outcome } = consequences
    if (next === undefined) {
      const status = outcome?.status ?? (isSuspended ? 'Suspended' : 'Running')
      const output = outcome?.output ?? null
      const ended = { ...instance, customStatus, status, output, updatedAtInMs: nowInMs }
      return endTurn(ended, execution, sent)
    }
    execution = beginAgain(host, instance, { input: next.input, carried })
    // A run that begins again and waits for nothing must not keep the process from everything else.
    await new Promise((resolve) => setImmediate(resolve))
    if (host.isStopped()) return undefined
  }
}

const STARTED = { EventType: eventType.orchestratorStarted }

function interpretTurn(
  { known, spans }: TurnHost,
  instance: Instance,
  { execution, result }: { readonly execution: Execution; readonly result: OrchestratorResult },
): ReturnType<typeof interpret> {
  const history = [...execution.past, ...execution.fresh]
  return interpret({
    instanceId: instance.id,
    parentInstanceId: instance.parent?.instanceId,
    executionId: execution.id,
    orchestrator: instance.name,
    ...{ history, result, known, spans },
  })
}

function endTurn(
  instance: Instance & { readonly status: RuntimeStatus },
  execution: Execution,
  sent: readonly Consequences[],
): TurnOutcome {
  const added = sent.at(-1)?.events ?? []
  const completed = makeEvent(
    { EventType: eventType.orchestratorCompleted },
    instance.updatedAtInMs,
  )
  const fresh = [...execution.fresh, ...added, completed].map(markPlayed)
  return {
    instance: { ...instance, executionId: execution.id, input: execution.input },
    history: [...execution.past, ...fresh],
    stored: execution.past.length,
    messages: sent.flatMap(({ messages }) => messages),
    work: sent.flatMap(({ work }) => work),
    children: sent.flatMap(({ children }) => children),
  }
}

function beginAgain(
  host: TurnHost,
  instance: Instance,
  next: { readonly input: string | null; readonly carried: readonly HistoryEvent[] },
): Execution {
  const id = host.newExecutionId()
  const nowInMs = host.nowInMs()
  const begun = { ...instance, executionId: id, input: next.input }
  const fresh = [makeEvent(STARTED, nowInMs), makeStarted(begun, nowInMs), ...next.carried]
  return { id, input: next.input, past: [], fresh }
}

// The library takes it as the orchestrator's time: it must not go back, nor be before a timer that has fired.
function turnTime(
  host: TurnHost,
  past: readonly HistoryEvent[],
  arrived: readonly HistoryEvent[],
): number {
  const fired = arrived.flatMap((event) =>
    event.EventType === eventType.timerFired ? [Date.parse(event.FireAt)] : [],
  )
  const last = past.findLast((event) => event.EventType === eventType.orchestratorStarted)
  return Math.max(host.nowInMs(), ...fired, last === undefined ? 0 : Date.parse(last.Timestamp))
}

function customStatusOf(result: OrchestratorResult): string | null {
  if (result.kind === 'crash' || result.customStatus === undefined) return null
  return JSON.stringify(result.customStatus)
}
