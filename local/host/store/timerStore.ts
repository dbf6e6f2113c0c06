import type { Database } from 'libsql'

/** What is remembered of a monitored timer. */
export type TimerStatus = {
  /** Undefined before its first run. */
  readonly lastInMs: number | undefined
  readonly nextInMs: number
  readonly updatedInMs: number
}

/** Where timers remember when they ran. */
export type TimerStore = {
  readonly getTimer: (functionName: string) => TimerStatus | undefined
  readonly saveTimer: (functionName: string, status: TimerStatus) => void
}

type Row = { readonly last: number | null; readonly next: number; readonly updated: number }

/**
 * Keeps timers in SQLite.
 *
 * @param database - From openDatabase.
 * @returns The store.
 */
export function makeTimerStore(database: Database): TimerStore {
  const get = database.prepare('select * from timers where function=?')
  const save = database.prepare('insert or replace into timers values(?,?,?,?)')
  return {
    getTimer: (functionName) => {
      const row = get.get(functionName) as Row | undefined
      if (row === undefined) return undefined
      return { lastInMs: row.last ?? undefined, nextInMs: row.next, updatedInMs: row.updated }
    },
    saveTimer: (functionName, { lastInMs, nextInMs, updatedInMs }) => {
      save.run(functionName, lastInMs ?? null, nextInMs, updatedInMs)
    },
  }
}
