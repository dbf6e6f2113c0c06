import { FabricError } from '../../shared/core/errors'
import type { Listener } from './processTable'

/** A port that another process holds. */
export type TakenPort = {
  readonly name: string
  readonly port: number
  readonly by?: Listener
}

/** Ports that the stack needs are not free; nothing was started. */
export class PortsTakenError extends FabricError {
  override readonly name = 'PortsTakenError'
  readonly code = 'STACK_PORTS_TAKEN'
  readonly retryable = true

  constructor(readonly taken: readonly TakenPort[]) {
    const said = taken.map(({ name, port, by }) => {
      const holder = by === undefined ? 'another process' : `pid ${String(by.pid)} (${by.command})`
      return `${String(port)} for ${name} is taken by ${holder}`
    })
    super(`Port ${said.join('; ')}. Move the stack with --port-base N, or end what holds the port.`)
  }
}

/** Another command runs a stack on the same state folder. */
export class StackLockedError extends FabricError {
  override readonly name = 'StackLockedError'
  readonly code = 'STACK_LOCKED'
  readonly retryable = true

  constructor(
    readonly folder: string,
    /** Undefined when it has not said so yet. */
    readonly pid: number | undefined,
    wanted: string,
  ) {
    super(
      `${folder} is in use by the stack of pid ${String(pid ?? 'unknown')}: ${wanted} must wait until it has ended (Ctrl-C there), or take another folder with --state DIR.`,
    )
  }
}

/** A state folder that holds something else than a stack's state. */
export class StateFolderError extends FabricError {
  override readonly name = 'StateFolderError'
  readonly code = 'STACK_STATE_FOREIGN'
  readonly retryable = false

  constructor(
    readonly folder: string,
    readonly fault: string,
    cause?: unknown,
  ) {
    super(`${folder}: ${fault}. Take another folder with --state DIR.`, { cause })
  }
}

/** A process of the stack that did not become ready, or ended by itself. */
export class ServiceFailedError extends FabricError {
  override readonly name = 'ServiceFailedError'
  readonly code = 'STACK_SERVICE_FAILED'
  readonly retryable = true

  constructor(
    readonly kind: string,
    readonly fault: string,
    /** Where its lines are, and the last of them. */
    readonly log: { readonly file: string; readonly lastLines: readonly string[] },
  ) {
    const said = log.lastLines.map((line) => `\n    ${line}`).join('')
    super(`The ${kind} process ${fault}; its log is ${log.file}${said === '' ? '' : `:${said}`}`)
  }
}
