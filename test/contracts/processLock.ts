import { readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Does one thing at a time among processes that share a disk.
 *
 * A holder that was killed is found out by its process id. Should two waiters find that out in the same moment,
 * both may go on: what is done under this lock must be right then, too, if slower.
 *
 * @param path - Of the lock, in a folder that is there.
 * @param work - What to do under it.
 * @returns What `work` gives.
 */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(path)) await pause(200)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

// A link, because it is there at once with what it says: the holder's process id.
function tryLock(path: string): boolean {
  try {
    symlinkSync(String(process.pid), path)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if (isAbandoned(path)) rmSync(path, { force: true })
    return false
  }
}

function isAbandoned(path: string): boolean {
  try {
    process.kill(Number(readlinkSync(path)), 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
