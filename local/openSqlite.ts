import Database from 'libsql'

/**
 * Opens a database: a write-ahead log, so that what is committed outlives SIGKILL (though `synchronous=NORMAL` does not
 * outlive a loss of power: that is enough for a laptop and four times as fast).
 *
 * @param file - Path; created when it is not there.
 * @param schema - SQL that makes the tables that are not there.
 * @returns The connection.
 */
export function openSqlite(file: string, schema: string): Database.Database {
  const database = new Database(file)
  database.exec('pragma journal_mode=WAL')
  database.exec('pragma synchronous=NORMAL')
  database.exec('pragma busy_timeout=5000')
  database.exec(schema)
  return database
}
