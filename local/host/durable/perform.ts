import { FabricError, InvalidValueError } from '../../../shared/core/errors'
import { UnknownFunctionError, UnsupportedFeatureError } from '../errors'
import type { Action, ActivityAction, ChildAction, RetryOptions } from './actions'
import { actionType, unsupportedActions } from './actions'
import type { FunctionNames } from './functions'
import type { Routine } from './future'
import { Future, run, settled, TIMER_CANCELED, whenAll, whenAny } from './future'
import { instanceIdRule, isInstanceId } from './instanceId'
import type { Ledger } from './ledger'

/** The functions that the app has. */
export type KnownFunctions = {
  readonly activities: FunctionNames
  readonly orchestrators: FunctionNames
}

/** Longer timers go in segments. The library is told the same spans, since it counts the same segments. */
export type TimerSpans = { readonly maxShortInMs: number; readonly segmentInMs: number }

/** What actions are performed upon. */
export type Stage = {
  readonly ledger: Ledger
  readonly instanceId: string
  readonly parentInstanceId: string | undefined
  readonly executionId: string
  readonly known: KnownFunctions
  readonly spans: TimerSpans
  /** Time of the turn that is being replayed. */
  readonly nowInMs: () => number
  readonly continueAsNew: (input: string | null) => void
}

/**
 * Starts what an orchestrator asked for.
 *
 * @param stage - Where.
 * @param action - What.
 * @returns Settles when it has ended.
 * @throws UnsupportedFeatureError for what this host does not do.
 * @throws UnknownFunctionError for a function that the app does not have.
 * @throws InvalidValueError for a child's id that it cannot have.
 */
export function perform(stage: Stage, action: Action): Future {
  switch (action.actionType) {
    case actionType.callActivity:
      return callActivity(stage, action)
    case actionType.callActivityWithRetry:
      return run(retry(stage, action.retryOptions, () => callActivity(stage, action)))
    case actionType.callChild:
      return callChild(stage, action)
    case actionType.callChildWithRetry:
      return run(retry(stage, action.retryOptions, () => callChild(stage, action)))
    case actionType.createTimer:
      return run(waitUntil(stage, Date.parse(action.fireAt), action.isCanceled === true))
    case actionType.waitForEvent:
      return stage.ledger.waitForEvent(action.externalEventName)
    case actionType.continueAsNew:
      stage.continueAsNew(toJson(action.input))
      return settled()
    case actionType.whenAll:
      return whenAll(action.compoundActions.map((each) => perform(stage, each)))
    case actionType.whenAny:
      return whenAny(action.compoundActions.map((each) => perform(stage, each)))
    default:
      throw unsupported(action)
  }
}

function unsupported({ actionType: type }: { readonly actionType: number }): Error {
  const feature = unsupportedActions[type] ?? `the action type ${String(type)}`
  return new UnsupportedFeatureError(feature, 'The orchestrator')
}

function callActivity({ ledger, known }: Stage, { functionName, input }: ActivityAction): Future {
  if (!known.activities.has(functionName.toLowerCase())) {
    throw new UnknownFunctionError(functionName, 'activity', known.activities.values())
  }
  return ledger.schedule({
    kind: 'activity',
    name: functionName,
    input: JSON.stringify([input ?? null]),
  })
}

function callChild(
  stage: Stage,
  { functionName, instanceId, input, version }: ChildAction,
): Future {
  const { ledger, known, executionId } = stage
  if (!known.orchestrators.has(functionName.toLowerCase())) {
    throw new UnknownFunctionError(functionName, 'orchestrator', known.orchestrators.values())
  }
  const given = instanceId?.trim() ?? ''
  assertChildId(stage, given)
  return ledger.schedule({
    kind: 'child',
    name: functionName,
    version: version ?? null,
    instanceId: given === '' ? `${executionId}:${String(ledger.nextId)}` : given,
    input: toJson(input),
  })
}

// Nobody could end what waits for itself.
function assertChildId({ instanceId, parentInstanceId }: Stage, given: string): void {
  const isOfWaiting = given === instanceId || given === parentInstanceId
  if (isInstanceId(given) && !isOfWaiting) return
  const expected = `an id other than its parent's and grandparent's (${instanceIdRule})`
  throw new InvalidValueError('instanceId of a sub-orchestration', expected, given)
}

function* retry(stage: Stage, options: RetryOptions, attempt: () => Future): Routine {
  const firstInMs = stage.nowInMs()
  let last: unknown
  for (let count = 1; count <= options.maxNumberOfAttempts; count += 1) {
    try {
      yield attempt()
      return
    } catch (error) {
      if (error instanceof FabricError) throw error
      last = error
    }
    if (count === options.maxNumberOfAttempts) {
      // The framework makes one timer more than it needs, and the library counts on its id.
      yield timer(stage, stage.nowInMs())
      break
    }
    const delayInMs = retryDelay(options, count, stage.nowInMs() - firstInMs)
    if (delayInMs === 0) break
    yield timer(stage, stage.nowInMs() + delayInMs)
  }
  throw last
}

function retryDelay(options: RetryOptions, attempts: number, elapsedInMs: number): number {
  const timeoutInMs = options.retryTimeoutInMilliseconds ?? 0
  if (timeoutInMs > 0 && elapsedInMs >= timeoutInMs) return 0
  const grown =
    options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (attempts - 1)
  return Math.min(grown, options.maxRetryIntervalInMilliseconds ?? Infinity)
}

function* waitUntil(stage: Stage, fireAtInMs: number, isCanceled: boolean): Routine {
  const isShort = fireAtInMs - stage.nowInMs() <= stage.spans.maxShortInMs
  let nextInMs = isShort ? fireAtInMs : stage.nowInMs() + stage.spans.segmentInMs
  if (isCanceled) {
    yield canceledTimer(stage, nextInMs)
    return
  }
  for (;;) {
    yield timer(stage, nextInMs)
    const leftInMs = fireAtInMs - stage.nowInMs()
    if (isShort || leftInMs <= 0) return
    nextInMs = stage.nowInMs() + Math.min(leftInMs, stage.spans.segmentInMs)
  }
}

function timer({ ledger }: Stage, fireAtInMs: number): Future {
  return ledger.schedule({ kind: 'timer', fireAtInMs })
}

// It is created all the same, since history may hold it, but nothing waits for it.
function canceledTimer({ ledger }: Stage, fireAtInMs: number): Future {
  ledger.decide({ kind: 'timer', fireAtInMs })
  const future = new Future()
  future.reject(TIMER_CANCELED)
  return future
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}
