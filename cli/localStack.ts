import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ServiceKind, StackDeployment } from '../local/stack/state'
import { isRunning, readState } from '../local/stack/state'
import { FabricError } from '../shared/core/errors'
import type { Io } from './io'
import { UsageError } from './usage'

/** The running stack of a state folder, as other commands than its own see it. */
export type LocalStack = {
  readonly folder: string
  /** Of the fabric's app, without `/api`. */
  readonly fabricUrl: string
  readonly functionKey: string
  readonly rpcUrl: string
  /** Origin of its sample sources. */
  readonly samples: string
  readonly deployment: StackDeployment
}

/** A command needs the local stack, and it does not run. */
export class StackNotRunningError extends FabricError {
  override readonly name = 'StackNotRunningError'
  readonly code = 'STACK_NOT_RUNNING'
  readonly retryable = true

  constructor(
    readonly folder: string,
    readonly fault: string,
  ) {
    super(
      `No local stack runs in ${folder}: ${fault}. Start one with "npm start", or name its folder with --state DIR.`,
    )
  }
}

/**
 * Tells which state folder a command means.
 *
 * @param io - Where the repository lies.
 * @param state - The option `--state`; `.fabric` in the repository when left out.
 * @returns Absolute.
 * @throws UsageError for an empty text: as from a variable that is not set, it would mean whatever folder this is.
 */
export function stateFolder(io: Io, state: string | undefined): string {
  if (state?.trim() === '') {
    throw new UsageError([{ name: '--state', received: 'nothing', expected: 'a folder' }])
  }
  return state === undefined ? join(io.root, '.fabric') : resolve(state)
}

/**
 * Finds the running stack of a state folder.
 *
 * @param folder - Absolute.
 * @returns Where it listens, its key and what it has deployed.
 * @throws StackNotRunningError when it does not run, or has not got far enough.
 */
export function requireLocalStack(folder: string): LocalStack {
  const state = readState(folder)
  if (state === undefined) throw new StackNotRunningError(folder, 'none was ever started there')
  const { deployment, processes, ports } = state
  const needed: readonly ServiceKind[] = ['chain', 'fabric']
  const missing = needed.filter(
    (kind) => !processes.some((process) => process.kind === kind && isRunning(process)),
  )
  if (missing.length > 0) {
    throw new StackNotRunningError(folder, `its ${missing.join(' and ')} process has ended`)
  }
  if (deployment === undefined) {
    throw new StackNotRunningError(folder, 'its contracts are not deployed yet')
  }
  return {
    folder,
    fabricUrl: `http://127.0.0.1:${String(ports.fabric)}`,
    functionKey: readFunctionKey(folder),
    rpcUrl: `http://127.0.0.1:${String(ports.chain)}`,
    samples: `http://127.0.0.1:${String(ports.samples)}`,
    deployment,
  }
}

/**
 * Finds the running stack, if there is one.
 *
 * @param folder - Absolute.
 * @returns Undefined when none runs there.
 */
export function findLocalStack(folder: string): LocalStack | undefined {
  try {
    return requireLocalStack(folder)
  } catch (error) {
    if (error instanceof StackNotRunningError) return undefined
    throw error
  }
}

// The embedded host makes its keys at its first start.
function readFunctionKey(folder: string): string {
  const path = join(folder, 'fabric/keys.json')
  const fault = `${path} holds no function key`
  try {
    const keys: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const isObject = typeof keys === 'object' && keys !== null
    const key = isObject && 'function' in keys ? keys.function : undefined
    if (typeof key === 'string' && key !== '') return key
  } catch (cause) {
    throw Object.assign(new StackNotRunningError(folder, fault), { cause })
  }
  throw new StackNotRunningError(folder, fault)
}
