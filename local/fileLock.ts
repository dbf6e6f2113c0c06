import Database from 'libsql'
import { FabricError } from '../shared/core/errors'

/** A lock's file that is none, or cannot be written: whether anybody holds it cannot be told. */
export class LockUnusableError extends FabricError {
  override readonly name = 'LockUnusableError'
  readonly code = 'LOCK_UNUSABLE'
  readonly retryable = false

  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be locked. If nothing runs there, delete it.`, { cause })
  }
}

/**
 * Takes a file for this process alone, if nobody has it.
 *
 * The lock is the operating system's, held through a SQLite file: it ends with its process, however that ends, and a
 * pid that is used again by another program cannot hold it.
 *
 * @param file - Made when it is not there; its folder is.
 * @returns Gives it back; undefined when another process, or another caller in this one, has it.
 * @throws LockUnusableError when the file is damaged or cannot be written.
 */
export function tryLock(file: string): (() => void) | undefined {
  const database = open(file)
  try {
    // A little longer than another needs to see whether it is held.
    database.exec('pragma busy_timeout=200')
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if ((error as { readonly code?: unknown }).code === 'SQLITE_BUSY') return undefined
    throw new LockUnusableError(file, error)
  }
  return () => {
    database.exec('rollback')
    database.close()
  }
}

function open(file: string): Database.Database {
  try {
    return new Database(file)
  } catch (error) {
    throw new LockUnusableError(file, error)
  }
}
