import { makeInputs, triggerName } from '../inputs'
import { invoke } from '../invoke'
import type { RegisteredFunction } from '../registry'
import { thrownMessage } from '../thrownMessage'
import { fromTypedData } from '../typedData'
import type { OrchestratorResult } from './actions'
import { parseOrchestratorError, parseOrchestratorResult } from './actions'
import type { HistoryEvent } from './events'
import { eventType } from './events'
import type { TimerSpans } from './perform'

/**
 * The protocol's version that is offered: V3, which knows long timers.
 *
 * Not V4, though newer extensions have it: it only adds entity locks, which this host does not have; with V3 the library
 * itself refuses when user code asks for one.
 */
const UPPER_SCHEMA_VERSION = 2

/** One run of an orchestrator function. */
export type OrchestratorCall = {
  readonly instanceId: string
  readonly parentInstanceId: string | null
  /** JSON text. */
  readonly input: string | null
  readonly past: readonly HistoryEvent[]
  readonly fresh: readonly HistoryEvent[]
  readonly spans: TimerSpans
  readonly clientPayload: () => string
}

/**
 * Runs an orchestrator function over a history.
 *
 * @param registered - The function.
 * @param call - Whose history.
 * @returns What it asks for; a throw is a result too.
 */
export async function runOrchestrator(
  registered: RegisteredFunction,
  call: OrchestratorCall,
): Promise<OrchestratorResult> {
  const value = { string: encodeTrigger(call) }
  try {
    const { returnValue } = await invoke(registered, {
      inputData: makeInputs(registered, value, call.clientPayload),
      triggerMetadata: { [triggerName(registered.metadata)]: value },
    })
    return parseOrchestratorResult(fromTypedData(returnValue))
  } catch (error) {
    return parseOrchestratorError(thrownMessage(error))
  }
}

// Fresh text at each turn, since the library changes what it has parsed.
function encodeTrigger({ spans, ...call }: OrchestratorCall): string {
  return JSON.stringify({
    instanceId: call.instanceId,
    parentInstanceId: call.parentInstanceId,
    isReplaying: call.past.some(({ EventType }) => EventType === eventType.executionStarted),
    input: call.input === null ? null : (JSON.parse(call.input) as unknown),
    history: [...call.past, ...call.fresh],
    upperSchemaVersion: 1,
    upperSchemaVersionNew: UPPER_SCHEMA_VERSION,
    maximumShortTimerDuration: toTimeSpan(spans.maxShortInMs),
    longRunningTimerIntervalDuration: toTimeSpan(spans.segmentInMs),
    // Sic: the name is misspelt in the protocol.
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  })
}

// As .NET writes it: d.hh:mm:ss.
function toTimeSpan(spanInMs: number): string {
  const seconds = Math.floor(spanInMs / 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const time = [(seconds % 86_400) / 3600, (seconds % 3600) / 60, seconds % 60].map(two).join(':')
  return `${String(Math.floor(seconds / 86_400))}.${time}`
}
