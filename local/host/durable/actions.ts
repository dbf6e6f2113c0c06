import { UnsupportedFeatureError } from '../errors'

/** What an orchestrator may ask for, by its number on the wire. */
export const actionType = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callChild: 2,
  callChildWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForEvent: 6,
  whenAny: 11,
  whenAll: 12,
} as const

const LOCK = 'df.lock (LockEntities)'

/** What this host does not do, by number, as a user calls it. */
export const unsupportedActions: Readonly<Record<number, string>> = {
  7: 'df.callEntity (CallEntity)',
  8: 'df.callHttp (CallHttp)',
  9: 'df.signalEntity (SignalEntity)',
  10: 'scheduled entity signals (ScheduledSignalEntity)',
  13: LOCK,
  14: 'the release of a df.lock (ReleaseEntities)',
}

/** How often and when an activity or a child is tried again. */
export type RetryOptions = {
  readonly firstRetryIntervalInMilliseconds: number
  readonly maxNumberOfAttempts: number
  readonly backoffCoefficient?: number | null
  readonly maxRetryIntervalInMilliseconds?: number | null
  readonly retryTimeoutInMilliseconds?: number | null
}

type Of<Name extends keyof typeof actionType> = {
  readonly actionType: (typeof actionType)[Name]
}

/** A call of an activity; a string as input arrives in quotes of its own. */
export type ActivityAction = { readonly functionName: string; readonly input?: unknown }

/** A call of a sub-orchestration. */
export type ChildAction = {
  readonly functionName: string
  readonly instanceId?: string | null
  readonly input?: unknown
  readonly version?: string | null
}

/** Something that an orchestrator asked for. */
export type Action =
  | (Of<'callActivity'> & ActivityAction)
  | (Of<'callActivityWithRetry'> & ActivityAction & { readonly retryOptions: RetryOptions })
  | (Of<'callChild'> & ChildAction)
  | (Of<'callChildWithRetry'> & ChildAction & { readonly retryOptions: RetryOptions })
  | (Of<'continueAsNew'> & { readonly input?: unknown })
  | (Of<'createTimer'> & { readonly fireAt: string; readonly isCanceled?: boolean })
  | (Of<'waitForEvent'> & { readonly externalEventName: string })
  | (Of<'whenAny' | 'whenAll'> & { readonly compoundActions: readonly Action[] })

/** What the orchestrator function gave back for a turn. */
export type OrchestratorResult =
  | {
      readonly kind: 'state'
      /** The generator has returned, or asked for continueAsNew. */
      readonly isDone: boolean
      /** Everything since the start of this execution, in the order of first yields. */
      readonly actions: readonly Action[]
      readonly output?: unknown
      readonly customStatus?: unknown
      /** Message of an error that user code did not catch. */
      readonly error?: string
    }
  /** The function failed outside its generator: nothing is known of its actions. */
  | { readonly kind: 'crash'; readonly message: string }

/** Stands between the message and the state in the error of a failed orchestrator. */
const STATE_LABEL = '\n\n$OutOfProcData$:'

const LOCK_REFUSAL = 'lock requires a Durable Functions extension'

/**
 * Reads what an orchestrator function gave back.
 *
 * @param value - Parsed return value.
 * @returns Its state, or a crash when it is none.
 */
export function parseOrchestratorResult(value: unknown): OrchestratorResult {
  const state = value as {
    readonly isDone?: unknown
    readonly actions?: readonly (readonly Action[])[]
  } | null
  const [actions, ...others] = state?.actions ?? []
  if (!Array.isArray(actions) || others.length > 0) {
    // Schema V1 has one list a yield; the library writes it only for a host that offers no more.
    return crash('Out of proc orchestrators must return a valid JSON schema')
  }
  return { ...(value as object), kind: 'state', isDone: state?.isDone === true, actions }
}

/**
 * Reads what an orchestrator function threw: a failed generator's state travels in the message.
 *
 * @param message - Of the error.
 * @returns The state with `error` set, or a crash.
 */
export function parseOrchestratorError(message: string): OrchestratorResult {
  const at = message.indexOf(STATE_LABEL)
  if (at < 0) return crash(message)
  try {
    const result = parseOrchestratorResult(JSON.parse(message.slice(at + STATE_LABEL.length)))
    return result.kind === 'crash' ? result : { ...result, error: explain(result.error) }
  } catch {
    // User code threw the label itself.
    return crash(message)
  }
}

// The library tells only messages of Errors, and of df.lock it says that an upgrade would help.
function explain(error: string | undefined): string {
  if (error === undefined) return 'it threw something that has no message.'
  if (!error.startsWith(LOCK_REFUSAL)) return error
  return new UnsupportedFeatureError(LOCK, 'The orchestrator').message
}

function crash(message: string): OrchestratorResult {
  return { kind: 'crash', message }
}
