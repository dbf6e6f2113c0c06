import type { HistoryEvent } from './events'
import { eventNames, eventType } from './events'
import type { Instance } from './model'
import { runtimeStatuses } from './model'

/** What of an instance is shown. */
export type StatusOptions = { readonly showInput: boolean }

/**
 * Describes an instance as the management API does. Input, output and custom status are always there, null for none.
 *
 * @param instance - As stored.
 * @param options - What to show.
 * @returns The payload; times without milliseconds.
 */
export function describeInstance(
  instance: Instance,
  options: StatusOptions,
): Readonly<Record<string, unknown>> {
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: instance.status,
    input: options.showInput ? parseOrText(instance.input) : null,
    customStatus: parseOrText(instance.customStatus),
    output: parseOrText(instance.output),
    createdTime: toSeconds(instance.createdAtInMs),
    lastUpdatedTime: toSeconds(instance.updatedAtInMs),
  }
}

/**
 * Describes a history: without turn boundaries, and with what was scheduled folded into how it ended.
 *
 * @param events - As stored.
 * @param options - What to show.
 * @returns One entry an event.
 */
export function describeHistory(
  events: readonly HistoryEvent[],
  options: StatusOptions & { readonly showOutput: boolean },
): readonly Readonly<Record<string, unknown>>[] {
  const scheduled = new Map(
    events.filter(isScheduling).map((event) => [event.EventId, event] as const),
  )
  const ended = new Set(
    events.flatMap((event) => ('TaskScheduledId' in event ? [event.TaskScheduledId] : [])),
  )
  return events
    .filter(
      ({ EventType }) =>
        EventType !== eventType.orchestratorStarted &&
        EventType !== eventType.orchestratorCompleted,
    )
    .filter((event) => !(isScheduling(event) && ended.has(event.EventId)))
    .map((event) => describeEvent(event, scheduled, options))
}

function isScheduling(event: HistoryEvent): boolean {
  return event.EventType === eventType.taskScheduled || event.EventType === eventType.childCreated
}

const INTERNAL = new Set(['EventId', 'IsPlayed', 'TaskScheduledId', 'TimerId', 'Version', 'Tags'])
const INTERNAL_OF_START = new Set(['OrchestrationInstance', 'ParentInstance', 'Name'])

function describeEvent(
  event: HistoryEvent,
  scheduled: ReadonlyMap<number, HistoryEvent>,
  { showInput, showOutput }: StatusOptions & { readonly showOutput: boolean },
): Readonly<Record<string, unknown>> {
  const isStart = event.EventType === eventType.executionStarted
  const members = Object.entries(event)
    .filter(([key]) => !INTERNAL.has(key) && !(isStart && INTERNAL_OF_START.has(key)))
    .filter(([key]) => (key !== 'Input' || showInput) && (key !== 'Result' || showOutput))
    .map(([key, value]) => [key, key === 'Result' ? parseOrText(value as string | null) : value])
  const origin = 'TaskScheduledId' in event ? scheduled.get(event.TaskScheduledId) : undefined
  return {
    ...(Object.fromEntries(members) as Record<string, unknown>),
    EventType: eventNames[event.EventType],
    ...(isStart ? { FunctionName: event.Name } : {}),
    ...(event.EventType === eventType.executionCompleted
      ? { OrchestrationStatus: runtimeStatuses[event.OrchestrationStatus] }
      : {}),
    ...(origin !== undefined && 'Name' in origin
      ? { ScheduledTime: origin.Timestamp, FunctionName: origin.Name }
      : {}),
  }
}

/**
 * Reads a stored text: JSON, or as it is when it is none, as the output of a failed instance.
 *
 * @param text - As stored.
 * @returns Null for none.
 */
export function parseOrText(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function toSeconds(timeInMs: number): string {
  return new Date(timeInMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
