import type { Container } from './container'
import type { UnverifiedExecuteRequest } from './executeRecord'
import { executeRecord } from './executeRecord'
import type { ExecuteResult, Execution } from './execution'
import { observeWake } from './observeWake'

/** An Execution that also takes records which came from elsewhere: it verifies each in any case. */
export type LocalExecution = Execution & {
  readonly execute: (request: UnverifiedExecuteRequest) => Promise<ExecuteResult>
}

/**
 * Observes and executes in this process.
 *
 * @param container - Cryplets, keys, clock and network.
 * @returns What an enclave app serves.
 */
export function localExecution(container: Container): LocalExecution {
  return {
    observe: (request) => observeWake(container, request),
    execute: (request) => executeRecord(container, request),
  }
}
