import type { Database } from 'libsql'
import { openSqlite } from '../../../openSqlite'
import type { Content, Message } from '../broker/message'
import type { Journal, Stored } from '../broker/ports'

const SCHEMA = `
  create table if not exists messages(
    path text not null, sequence integer not null, enqueued_sequence integer not null, state text not null,
    delivery_count integer not null, enqueued integer not null, expires integer, content blob not null,
    primary key(path, sequence)
  ) without rowid;
  create table if not exists sequences(path text primary key, next integer not null) without rowid;
  create table if not exists sessions(
    path text not null, id text not null, state blob not null, primary key(path, id)
  ) without rowid;
  create table if not exists duplicates(
    path text not null, id text not null, until integer not null, primary key(path, id)
  ) without rowid;
  create index if not exists duplicates_until on duplicates(path, until);`

/** What a journal needs. */
export type JournalOptions = {
  readonly databaseFile: string
  readonly encode: (content: Content) => Buffer
  readonly parse: (bytes: Buffer) => Content
  /** Called with a fault of the disk. The broker in memory may then be ahead of its journal: end it. */
  readonly onFault: (error: unknown) => void
}

type Statements = ReturnType<typeof prepareStatements>

type MessageRow = {
  readonly sequence: number
  readonly enqueued_sequence: number
  readonly state: Message['state']
  readonly delivery_count: number
  readonly enqueued: number
  readonly expires: number | null
  readonly content: Buffer
}

/**
 * Opens a journal in SQLite. It is written through: what was committed outlives SIGKILL, and locks are not kept at all.
 *
 * @param options - Its file, and how content becomes bytes and content again.
 * @returns The journal.
 */
export function openJournal(options: JournalOptions): Journal {
  const { databaseFile, encode, parse, onFault } = options
  const database = openSqlite(databaseFile, SCHEMA)
  const statements = prepareStatements(database)
  return {
    ...makeWriters(guard(statements, onFault), encode),
    transaction: makeTransaction(database, onFault),
    load: (path) => load(statements, path, parse),
    close: () => {
      database.close()
    },
  }
}

function prepareStatements(database: Database) {
  const prepare = (sql: string) => database.prepare(sql)
  return {
    saveMessage: prepare('insert or replace into messages values(?,?,?,?,?,?,?,?)'),
    removeMessage: prepare('delete from messages where path=? and sequence=?'),
    messages: prepare('select * from messages where path=? order by sequence'),
    saveNext: prepare('insert or replace into sequences values(?,?)'),
    next: prepare('select next from sequences where path=?'),
    saveState: prepare('insert or replace into sessions values(?,?,?)'),
    removeState: prepare('delete from sessions where path=? and id=?'),
    states: prepare('select id, state from sessions where path=?'),
    saveDuplicate: prepare('insert or replace into duplicates values(?,?,?)'),
    removeDuplicates: prepare('delete from duplicates where path=? and until<=?'),
    duplicates: prepare('select id, until from duplicates where path=? order by until'),
  }
}

type Writing = Readonly<Record<keyof Statements, (...values: readonly unknown[]) => void>>

// Tells of a write that failed before it is thrown, because whoever catches it may know nothing of disks.
function guard(statements: Statements, onFault: JournalOptions['onFault']): Writing {
  const entries = Object.entries(statements).map(([name, statement]) => {
    const run = (...values: readonly unknown[]) => {
      try {
        statement.run(...values)
      } catch (error) {
        onFault(error)
        throw error
      }
    }
    return [name, run]
  })
  // The same names.
  return Object.fromEntries(entries) as Writing
}

function makeTransaction(
  database: Database,
  onFault: JournalOptions['onFault'],
): Journal['transaction'] {
  let isOpen = false
  return (work) => {
    if (isOpen) return work()
    database.exec('begin immediate')
    isOpen = true
    try {
      const result = work()
      database.exec('commit')
      return result
    } catch (error) {
      onFault(error)
      database.exec('rollback')
      throw error
    } finally {
      isOpen = false
    }
  }
}

function makeWriters(
  write: Writing,
  encode: JournalOptions['encode'],
): Omit<Journal, 'transaction' | 'load' | 'close'> {
  return {
    saveMessage: (path, message) => {
      const { sequence, enqueuedSequence, state, deliveryCount, enqueuedAtInMs } = message
      const expires = Number.isFinite(message.expiresAtInMs) ? message.expiresAtInMs : null
      write.saveMessage(
        ...[path, sequence, enqueuedSequence, state, deliveryCount],
        ...[enqueuedAtInMs, expires, encode(message.content)],
      )
    },
    removeMessage: (path, sequence) => {
      write.removeMessage(path, sequence)
    },
    saveNextSequence: (path, next) => {
      write.saveNext(path, next)
    },
    saveSessionState: (path, sessionId, state) => {
      if (state === undefined) write.removeState(path, sessionId)
      else write.saveState(path, sessionId, state)
    },
    saveDuplicate: (path, messageId, untilInMs) => {
      write.saveDuplicate(path, messageId, untilInMs)
    },
    removeDuplicates: (path, untilInMs) => {
      write.removeDuplicates(path, untilInMs)
    },
  }
}

function load(statements: Statements, path: string, parse: JournalOptions['parse']): Stored {
  const next = statements.next.get(path) as { readonly next: number } | undefined
  const messages = statements.messages.all(path) as MessageRow[]
  const states = statements.states.all(path) as { readonly id: string; readonly state: Buffer }[]
  const duplicates = statements.duplicates.all(path) as {
    readonly id: string
    readonly until: number
  }[]
  return {
    nextSequence: next?.next ?? 1,
    messages: messages.map((row) => toMessage(row, parse)),
    sessionStates: new Map(states.map(({ id, state }) => [id, state])),
    duplicates: new Map(duplicates.map(({ id, until }) => [id, until])),
  }
}

function toMessage(row: MessageRow, parse: JournalOptions['parse']): Message {
  return {
    sequence: row.sequence,
    enqueuedSequence: row.enqueued_sequence,
    content: parse(row.content),
    state: row.state,
    deliveryCount: row.delivery_count,
    enqueuedAtInMs: row.enqueued,
    expiresAtInMs: row.expires ?? Number.POSITIVE_INFINITY,
  }
}
