import Database from 'libsql'

/**
 * Takes a file for this process alone, if nobody has it.
 *
 * The lock is the operating system's, held through a SQLite file: it ends with its process, however that ends, and a
 * pid that is used again by another program cannot hold it.
 *
 * @param file - Made when it is not there; its folder is.
 * @returns Gives it back; undefined when another process, or another caller in this one, has it.
 */
export function tryLock(file: string): (() => void) | undefined {
  const database = new Database(file)
  try {
    // A little longer than another needs to see whether it is held.
    database.exec('pragma busy_timeout=200')
    database.exec('begin exclusive')
  } catch {
    database.close()
    return undefined
  }
  return () => {
    database.exec('rollback')
    database.close()
  }
}
