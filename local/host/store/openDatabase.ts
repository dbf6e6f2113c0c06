import type Database from 'libsql'
import { openSqlite } from '../../openSqlite'

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
 * Opens the host's database.
 *
 * @param file - Path; created when it is not there.
 * @returns The connection.
 */
export function openDatabase(file: string): Database.Database {
  return openSqlite(file, SCHEMA)
}
