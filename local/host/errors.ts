import { FabricError } from '../../shared/core/errors'

/** The app cannot be started as it is: a setting, a binding or a file of it is wrong. */
export class AppStartError extends FabricError {
  override readonly name = 'AppStartError'
  readonly code = 'HOST_APP_START'
  readonly retryable = false
}

/** Another host serves this state folder. */
export class StateLockedError extends FabricError {
  override readonly name = 'StateLockedError'
  readonly code = 'HOST_STATE_LOCKED'
  readonly retryable = false

  constructor(
    readonly stateDir: string,
    readonly pid: string,
  ) {
    super(
      `${stateDir} is served by the host with pid ${pid}. Stop that one, or give this one another state folder by --state.`,
    )
  }
}

/** The app asks for a part of Azure Functions that this host does not have. */
export class UnsupportedFeatureError extends FabricError {
  override readonly name = 'UnsupportedFeatureError'
  readonly code = 'HOST_UNSUPPORTED_FEATURE'
  readonly retryable = false

  constructor(
    readonly feature: string,
    where: string,
  ) {
    super(
      `${where} uses ${feature}, which the embedded host does not support. Run it under Azure Functions Core Tools, or do without.`,
    )
  }
}

/** A management call that the engine refuses; `status` is what the HTTP API answers. */
export class DurableRequestError extends FabricError {
  override readonly name = 'DurableRequestError'
  readonly code = 'HOST_DURABLE_REQUEST'
  readonly retryable = false

  constructor(
    readonly status: 400 | 409 | 500 | 501,
    message: string,
  ) {
    super(message)
  }
}

/** What user code waits for and what this host replays do not fit each other. */
export class NonDeterministicError extends FabricError {
  override readonly name = 'NonDeterministicError'
  readonly code = 'HOST_NON_DETERMINISTIC'
  readonly retryable = false
}

/** An orchestrator calls a function that the app does not have. */
export class UnknownFunctionError extends FabricError {
  override readonly name = 'UnknownFunctionError'
  readonly code = 'HOST_UNKNOWN_FUNCTION'
  readonly retryable = false

  constructor(
    readonly functionName: string,
    kind: 'activity' | 'orchestrator',
    known: Iterable<string>,
  ) {
    super(
      `The function '${functionName}' doesn't exist, is disabled, or is not an ${kind} function. ` +
        `Additional info: The following are the known ${kind} functions: '${[...known].join("', '")}'.`,
    )
  }
}

/** A function did not end in the time that host.json gives to each invocation. */
export class FunctionTimeoutError extends FabricError {
  override readonly name = 'FunctionTimeoutError'
  readonly code = 'HOST_FUNCTION_TIMEOUT'
  readonly retryable = true

  constructor(
    readonly functionName: string,
    readonly timeoutInMs: number,
  ) {
    super(
      `The function '${functionName}' did not end in ${String(timeoutInMs / 1000)} s. Give it longer by functionTimeout in host.json, or find out what it waits for.`,
    )
  }
}
