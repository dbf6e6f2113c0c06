import Database from 'libsql'

const SCHEMA = `
  create table if not exists instances(
    id text primary key, execution text not null, name text not null, version text, status text not null,
    input text, output text, custom_status text, created integer not null, updated integer not null, parent text
  ) without rowid;
  create index if not exists instances_created on instances(created);
  create table if not exists history(
    id text not null, seq integer not null, json text not null, primary key(id, seq)
  ) without rowid;
  create table if not exists messages(
    key integer primary key autoincrement, id text not null, execution text, visible integer not null, json text not null
  );
  create index if not exists messages_of on messages(id, visible);
  create index if not exists messages_visible on messages(visible);
  create table if not exists work(
    seq integer primary key autoincrement, id text not null, execution text not null, task integer not null,
    name text not null, input text not null, unique(id, execution, task)
  );
  create table if not exists timers(
    function text primary key, last integer, next integer not null, updated integer not null
  ) without rowid;`

/**
 * Opens the host's database: a write-ahead log, so that what is committed outlives SIGKILL (though `synchronous=NORMAL`
 * does not outlive a loss of power: that is enough for a laptop and four times as fast).
 *
 * @param file - Path; created when it is not there.
 * @returns The connection.
 */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file)
  database.exec('pragma journal_mode=WAL')
  database.exec('pragma synchronous=NORMAL')
  database.exec('pragma busy_timeout=5000')
  database.exec(SCHEMA)
  return database
}
