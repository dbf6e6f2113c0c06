import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '../../shared/core/hex'
import { StateFolderError } from './errors'
import type { StackPorts } from './ports'
import { startTimeOf } from './processTable'

/** The stack's processes, in the order in which they start. */
export type ServiceKind = 'chain' | 'storage' | 'bus' | 'samples' | 'enclave' | 'fabric'

/** A process that the stack started. */
export type StackProcess = {
  readonly kind: ServiceKind
  readonly pid: number
  /** Where it listens; of the storage, the tables'. */
  readonly port: number
  /** As startTimeOf gives it: with the pid it names one process. */
  readonly startedAt: string
  /** Of its command, settings and code: another one means that it must be started anew. */
  readonly fingerprint: string
}

/** A process of which it is not known whether it was started. */
export type StackStarting = Omit<StackProcess, 'pid' | 'startedAt'> & {
  /** Stands in its environment, and in nobody else's. */
  readonly mark: string
}

/** What was deployed on the local chain. */
export type StackDeployment = {
  readonly chainId: number
  readonly registry: Address
  /** The example that takes closing prices. */
  readonly goldNote: Address
  /** The example that asks; missing in the list of an earlier version until the next start deploys it. */
  readonly priceAsker?: Address
  /** The example that is told when gold crosses a level; missing likewise. */
  readonly goldAlarm?: Address
  readonly publisher: Address
}

/** What `stack.json` in the state folder says. */
export type StackState = {
  readonly version: 2
  readonly ports: StackPorts
  readonly processes: readonly StackProcess[]
  /** What was about to be started: it may run, and is not on the list yet. */
  readonly starting?: StackStarting
  readonly deployment?: StackDeployment
}

const FILE = 'stack.json'
/** Files by which a start holds the folder; they are nobody's state. */
export const LOCKS: readonly string[] = ['lock', 'lock.part', 'lock.db', 'lock.db-journal']
const OURS = [FILE, ...LOCKS, 'chain', 'storage', 'bus', 'enclave', 'fabric', 'keys', 'logs']

/**
 * Reads the state of a folder.
 *
 * @param folder - Absolute.
 * @returns Undefined when no stack has started there yet.
 * @throws StateFolderError when the file is none of ours, or cannot be read.
 */
export function readState(folder: string): StackState | undefined {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new StateFolderError(folder, `${FILE} cannot be read (${String(code)})`, error)
  }
  const state = parseOrUndefined(text)
  if (state?.version !== 2) {
    throw new StateFolderError(folder, `${FILE} was not written by this version`)
  }
  return state
}

function parseOrUndefined(text: string): StackState | undefined {
  try {
    // Our own file: its version tells whether the rest is as we know it.
    return JSON.parse(text) as StackState
  } catch {
    return undefined
  }
}

/**
 * Writes the state, whole or not at all.
 *
 * Synchronous: between a process's start and this line nothing else may run, or a kill would leave it unknown.
 *
 * @param folder - Absolute; made when missing.
 * @param state - Replaces what was there.
 */
export function writeState(folder: string, state: StackState): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const part = join(folder, `${FILE}.part`)
  writeFileSync(part, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(part, join(folder, FILE))
}

/**
 * Empties a state folder of what the stack has put there, and of nothing else.
 *
 * @param folder - Absolute; known to be a stack's.
 * @throws StateFolderError when it holds anything that is not the stack's.
 */
export function clearState(folder: string): void {
  assertClearable(folder)
  // The locks are held by the caller; the list goes last, because it is what says that the rest is ours.
  const names = namesIn(folder).filter((name) => !LOCKS.includes(name) && name !== FILE)
  for (const name of [...names, FILE]) {
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/**
 * Refuses to empty a folder that holds anything else than what a stack puts there.
 *
 * @param folder - Absolute.
 * @throws StateFolderError that names what is not the stack's.
 */
export function assertClearable(folder: string): void {
  const foreign = namesIn(folder).filter((name) => !OURS.includes(name) && name !== `${FILE}.part`)
  if (foreign.length > 0) {
    throw new StateFolderError(
      folder,
      `--fresh would delete ${foreign.join(', ')}, which is not the stack's`,
    )
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Tells whether a process of the list still runs and is still that one.
 *
 * @param process - From the list.
 * @returns False for a pid that the system has given to somebody else.
 */
export function isRunning(process: Pick<StackProcess, 'pid' | 'startedAt'>): boolean {
  return startTimeOf(process.pid) === process.startedAt
}
