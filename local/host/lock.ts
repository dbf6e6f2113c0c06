import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { StateLockedError } from './errors'

/**
 * Takes a state folder for this process alone.
 *
 * The lock is the operating system's, held through a SQLite file: it ends with its process, however that ends, and a
 * pid that is used again by another program cannot hold it. The pid beside it is for the message only.
 *
 * @param stateDir - Exists.
 * @returns Gives the folder back.
 * @throws StateLockedError when another process has it.
 */
export function lockState(stateDir: string): () => void {
  const pidFile = join(stateDir, 'host.pid')
  const database = new Database(join(stateDir, 'lock.db'))
  try {
    database.exec('pragma busy_timeout=0')
    database.exec('begin exclusive')
  } catch {
    database.close()
    throw new StateLockedError(stateDir, readPid(pidFile))
  }
  writeFileSync(pidFile, `${String(process.pid)}\n`)
  return () => {
    database.exec('rollback')
    database.close()
  }
}

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
