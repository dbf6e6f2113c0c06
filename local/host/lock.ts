import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tryLock } from '../fileLock'
import { StateLockedError } from './errors'

/**
 * Takes a state folder for this process alone.
 *
 * @param stateDir - Exists.
 * @returns Gives the folder back.
 * @throws StateLockedError when another process has it.
 */
export function lockState(stateDir: string): () => void {
  // For the message only: what holds the folder is the lock.
  const pidFile = join(stateDir, 'host.pid')
  const unlock = tryLock(join(stateDir, 'lock.db'))
  if (unlock === undefined) throw new StateLockedError(stateDir, readPid(pidFile))
  writeFileSync(pidFile, `${String(process.pid)}\n`)
  return unlock
}

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
