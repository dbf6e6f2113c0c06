import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tryLock } from '../fileLock'
import { StackLockedError } from './errors'

/** Who runs the stack of a state folder. */
export type LockHolder = {
  /** Undefined for the moment between taking the lock and saying so. */
  readonly pid?: number
  /** Whether it stops the stack as soon as its one job is done. */
  readonly isOnce: boolean
  /** Whether all of the stack answers. */
  readonly isUp?: boolean
}

const LOCK = 'lock.db'

// Beside the lock: who holds it, for messages and for those who would share the stack.
const HOLDER = 'lock'

/**
 * Finds who runs the stack.
 *
 * @param folder - State folder, absolute.
 * @returns Undefined when nobody does, also when a process that is gone has left its name.
 */
export function lockHolder(folder: string): LockHolder | undefined {
  const file = join(folder, LOCK)
  if (!existsSync(file)) return undefined
  const release = tryLock(file)
  if (release === undefined) return readHolder(folder)
  release()
  return undefined
}

/**
 * Takes the lock of a state folder for this process.
 *
 * @param folder - Absolute; made when missing.
 * @param isOnce - Whether the stack ends with its one job.
 * @param wanted - What the caller wants, for the error.
 * @returns Gives it back.
 * @throws StackLockedError when another start holds it.
 */
export function takeLock(folder: string, isOnce: boolean, wanted: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const release = tryLock(join(folder, LOCK))
  if (release === undefined) throw new StackLockedError(folder, readHolder(folder).pid, wanted)
  const holder = join(folder, HOLDER)
  writeHolder(folder, { pid: process.pid, isOnce })
  return () => {
    rmSync(holder, { force: true })
    release()
  }
}

/**
 * Tells those who would share the stack that all of it answers.
 *
 * @param folder - Whose lock this process holds.
 */
export function tellUp(folder: string): void {
  writeHolder(folder, { ...readHolder(folder), isUp: true })
}

// Whole or not at all: others read it meanwhile.
function writeHolder(folder: string, holder: LockHolder): void {
  const file = join(folder, HOLDER)
  writeFileSync(`${file}.part`, JSON.stringify(holder), { mode: 0o600 })
  renameSync(`${file}.part`, file)
}

function readHolder(folder: string): LockHolder {
  try {
    // Our own file; one that is cut short throws.
    return JSON.parse(readFileSync(join(folder, HOLDER), 'utf8')) as LockHolder
  } catch {
    return { isOnce: true }
  }
}
