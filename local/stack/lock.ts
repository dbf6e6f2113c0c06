import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackLockedError } from './errors'
import { startTimeOf } from './processTable'

/** Who runs the stack of a state folder. */
export type LockHolder = {
  readonly pid: number
  /** As startTimeOf gives it. */
  readonly startedAt: string
  /** Whether it stops the stack as soon as its one job is done. */
  readonly isOnce: boolean
}

/**
 * Finds who runs the stack.
 *
 * @param folder - State folder, absolute.
 * @returns Undefined when nobody does; a lock whose process is gone counts as none.
 */
export function lockHolder(folder: string): LockHolder | undefined {
  try {
    // Our own file; one that is cut short throws and counts as none.
    const holder = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as LockHolder
    return startTimeOf(holder.pid) === holder.startedAt ? holder : undefined
  } catch {
    return undefined
  }
}

/**
 * Takes the lock of a state folder for this process.
 *
 * @param folder - Absolute; made when missing.
 * @param isOnce - Whether the stack ends with its one job.
 * @param wanted - What the caller wants, for the error.
 * @returns Gives it back.
 * @throws StackLockedError when a living process holds it.
 */
export function takeLock(folder: string, isOnce: boolean, wanted: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: startTimeOf(process.pid) ?? '',
    isOnce,
  } satisfies LockHolder)
  for (;;) {
    const holder = lockHolder(folder)
    if (holder !== undefined) throw new StackLockedError(folder, holder.pid, wanted)
    // What is there now was left by a process that is gone.
    rmSync(file, { force: true })
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
    } catch {
      continue // another start was faster: it is the holder now
    }
    return () => {
      if (lockHolder(folder)?.pid === process.pid) rmSync(file, { force: true })
    }
  }
}
