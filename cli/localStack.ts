import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lockHolder } from '../local/stack/lock'
import { ask } from '../local/stack/service'
import type { ServiceKind, StackDeployment, StackState } from '../local/stack/state'
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
    /** What else the command could be given. */
    instead = '',
  ) {
    super(
      `No local stack runs in ${folder}: ${fault}. Start one with "npm start", or name its folder with --state DIR${instead}.`,
    )
  }
}

/** A stack that another command is bringing up, or ending. */
export class StackStartingError extends FabricError {
  override readonly name = 'StackStartingError'
  readonly code = 'STACK_STARTING'
  readonly retryable = true

  constructor(
    readonly folder: string,
    /** Undefined when it has not said so yet. */
    readonly pid: number | undefined,
  ) {
    super(
      `The local stack in ${folder} is not up yet: pid ${String(pid ?? 'unknown')} is starting it, or about to end it. Ask again when it says that it goes on.`,
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
 * @throws StackNotRunningError when it does not run; StackStartingError while it has not got far enough.
 */
export function requireLocalStack(folder: string): LocalStack {
  const state = readState(folder)
  if (state === undefined) throw notUp(folder, 'none was ever started there')
  const { deployment, ports } = state
  assertRuns(folder, state)
  if (deployment === undefined) throw notUp(folder, 'its contracts are not deployed yet')
  return {
    folder,
    fabricUrl: `http://127.0.0.1:${String(ports.fabric)}`,
    functionKey: readKey(folder, 'function'),
    rpcUrl: `http://127.0.0.1:${String(ports.chain)}`,
    samples: `http://127.0.0.1:${String(ports.samples)}`,
    deployment,
  }
}

function assertRuns(folder: string, { processes }: StackState): void {
  const needed: readonly ServiceKind[] = ['chain', 'fabric']
  const missing = needed.filter(
    (kind) => !processes.some((process) => process.kind === kind && isRunning(process)),
  )
  if (missing.length === 0) return
  const fault = `its ${missing.join(' and ')} process has ended`
  // Of what another command is still bringing up, the list is of an earlier start.
  const isListed = processes.some(({ kind }) => missing.includes(kind)) && !isStarting(folder)
  throw isListed ? new StackNotRunningError(folder, fault) : notUp(folder, fault)
}

// While a command holds the folder, what is not there may be still to come.
function notUp(folder: string, fault: string): StackNotRunningError | StackStartingError {
  const holder = lockHolder(folder)
  if (holder === undefined) return new StackNotRunningError(folder, fault)
  return new StackStartingError(folder, holder.pid)
}

function isStarting(folder: string): boolean {
  const holder = lockHolder(folder)
  return holder !== undefined && holder.isUp !== true
}

const UP_IN_MS = 60_000
const LOOK_EVERY_MS = 100

/**
 * Waits until the stack that another command is bringing up answers.
 *
 * @param folder - Absolute.
 * @returns The stack, a minute later at most.
 * @throws StackNotRunningError when it has ended; StackStartingError when it has not come up in time.
 */
export async function untilUp(folder: string): Promise<LocalStack> {
  const deadline = Date.now() + UP_IN_MS
  for (;;) {
    try {
      const stack = requireLocalStack(folder)
      // What answers may be of an earlier start, and about to be replaced.
      if (isStarting(folder)) throw notUp(folder, 'it is coming up')
      if ((await ask(`${stack.fabricUrl}/api/health`)) !== undefined) return stack
      throw notUp(folder, 'its fabric does not answer')
    } catch (error) {
      if (!(error instanceof StackStartingError) || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
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
    if (error instanceof StackNotRunningError || error instanceof StackStartingError)
      return undefined
    throw error
  }
}

/**
 * Reads a key of the stack's fabric. The embedded host makes them at its first start.
 *
 * @param folder - Absolute.
 * @param name - `master` opens what changes things as well.
 * @returns The key.
 * @throws StackNotRunningError, StackStartingError when it is not there.
 */
export function readKey(folder: string, name: 'function' | 'master'): string {
  const path = join(folder, 'fabric/keys.json')
  const fault = `${path} holds no ${name} key`
  try {
    const keys: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const isObject = typeof keys === 'object' && keys !== null
    const found: unknown = isObject ? Reflect.get(keys, name) : undefined
    if (typeof found === 'string' && found !== '') return found
  } catch (cause) {
    throw Object.assign(notUp(folder, fault), { cause })
  }
  throw notUp(folder, fault)
}
