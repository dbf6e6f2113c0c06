import type { Database } from 'libsql'
import type { HistoryEvent } from '../durable/events'
import type {
  DurableStore,
  Instance,
  InstanceFilter,
  Message,
  Parent,
  RuntimeStatus,
  Step,
  StoredMessage,
  WorkItem,
} from '../durable/model'

type InstanceRow = {
  readonly id: string
  readonly execution: string
  readonly name: string
  readonly version: string | null
  readonly status: RuntimeStatus
  readonly input: string | null
  readonly output: string | null
  readonly custom_status: string | null
  readonly created: number
  readonly updated: number
  readonly parent: string | null
}

type Statements = ReturnType<typeof prepareStatements>

/**
 * Keeps orchestrations in SQLite.
 *
 * @param database - From openDatabase.
 * @returns The store.
 */
export function makeSqliteStore(database: Database): DurableStore {
  const statements = prepareStatements(database)
  const apply = makeApply(statements)
  return {
    ...makeReaders(database, statements),
    commit: (steps) => {
      database.exec('begin immediate')
      try {
        for (const step of steps) apply(step)
        database.exec('commit')
      } catch (error) {
        database.exec('rollback')
        throw error
      }
    },
  }
}

function prepareStatements(database: Database) {
  const prepare = (sql: string) => database.prepare(sql)
  return {
    instance: prepare('select * from instances where id=?'),
    saveInstance: prepare('insert or replace into instances values(?,?,?,?,?,?,?,?,?,?,?)'),
    history: prepare('select json from history where id=? order by seq'),
    addHistory: prepare('insert into history(id,seq,json) values(?,?,?)'),
    messages: prepare('select * from messages where id=? and visible<=? order by visible, key'),
    addMessage: prepare('insert into messages(id,execution,visible,json) values(?,?,?,?)'),
    dropMessage: prepare('delete from messages where key=?'),
    due: prepare('select distinct id from messages where visible<=?'),
    nextDue: prepare('select min(visible) as at from messages where visible>?'),
    work: prepare('select * from work order by seq'),
    addWork: prepare('insert into work(id,execution,task,name,input) values(?,?,?,?,?)'),
    dropWork: prepare('delete from work where id=? and execution=? and task=?'),
    purgeInstance: prepare('delete from instances where id=?'),
    purgeHistory: prepare('delete from history where id=?'),
    purgeMessages: prepare('delete from messages where id=?'),
    purgeWork: prepare('delete from work where id=?'),
  }
}

function makeReaders(database: Database, statements: Statements): Omit<DurableStore, 'commit'> {
  return {
    getInstance: (id) => {
      const row = statements.instance.get(id) as InstanceRow | undefined
      return row === undefined ? undefined : toInstance(row)
    },
    listInstances: (filter) => {
      const { where, values } = toCondition(filter)
      const sql = `select * from instances${where} order by id limit ?`
      const rows = database.prepare(sql).all(...values, filter.limit ?? -1) as InstanceRow[]
      return rows.map(toInstance)
    },
    getHistory: (id) => {
      const rows = statements.history.all(id) as { readonly json: string }[]
      return rows.map(({ json }) => JSON.parse(json) as HistoryEvent)
    },
    getMessages: (id, nowInMs) =>
      (statements.messages.all(id, nowInMs) as MessageRow[]).map(toMessage),
    getDueInstances: (nowInMs) =>
      (statements.due.all(nowInMs) as { readonly id: string }[]).map(({ id }) => id),
    getNextDue: (nowInMs) =>
      (statements.nextDue.get(nowInMs) as { readonly at: number | null }).at ?? undefined,
    getWork: () => (statements.work.all() as WorkRow[]).map(toWork),
  }
}

type MessageRow = {
  readonly key: number
  readonly id: string
  readonly execution: string | null
  readonly visible: number
  readonly json: string
}

type WorkRow = {
  readonly id: string
  readonly execution: string
  readonly task: number
  readonly name: string
  readonly input: string
}

function makeApply(statements: Statements): (step: Step) => void {
  const handlers: { [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => void } = {
    saveInstance: ({ instance }) => statements.saveInstance.run(...toRow(instance)),
    dropHistory: ({ instanceId }) => statements.purgeHistory.run(instanceId),
    appendHistory: ({ instanceId, from, events }) => {
      events.forEach((event, index) => {
        statements.addHistory.run(instanceId, from + index, JSON.stringify(event))
      })
    },
    post: ({ message }) => {
      postMessage(statements, message)
    },
    consume: ({ keys }) => {
      for (const key of keys) statements.dropMessage.run(key)
    },
    addWork: ({ work }) =>
      statements.addWork.run(work.instanceId, work.executionId, work.taskId, work.name, work.input),
    finishWork: ({ work }) =>
      statements.dropWork.run(work.instanceId, work.executionId, work.taskId),
    purge: ({ instanceId }) => {
      statements.purgeInstance.run(instanceId)
      statements.purgeHistory.run(instanceId)
      statements.purgeMessages.run(instanceId)
      statements.purgeWork.run(instanceId)
    },
  }
  return (step) => {
    // The compiler cannot see that the handler found by `kind` takes just this kind of step.
    const handler = handlers[step.kind] as (step: Step) => void
    handler(step)
  }
}

function postMessage(statements: Statements, message: Message): void {
  const { instanceId, executionId, visibleAtInMs, event } = message
  statements.addMessage.run(instanceId, executionId, visibleAtInMs, JSON.stringify(event))
}

function toCondition(filter: InstanceFilter): {
  readonly where: string
  readonly values: unknown[]
} {
  const { createdFromInMs, createdToInMs, statuses = [], idPrefix, afterId } = filter
  const parts: (readonly [string, readonly unknown[]] | undefined)[] = [
    createdFromInMs === undefined ? undefined : ['created>=?', [createdFromInMs]],
    createdToInMs === undefined ? undefined : ['created<=?', [createdToInMs]],
    statuses.length === 0 ? undefined : [`status in (${statuses.map(() => '?').join()})`, statuses],
    idPrefix === undefined ? undefined : ['substr(id,1,?)=?', [idPrefix.length, idPrefix]],
    afterId === undefined ? undefined : ['id>?', [afterId]],
  ]
  const given = parts.filter((part) => part !== undefined)
  const where = given.length === 0 ? '' : ` where ${given.map(([sql]) => sql).join(' and ')}`
  return { where, values: given.flatMap(([, values]) => values) }
}

function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    executionId: row.execution,
    name: row.name,
    version: row.version,
    status: row.status,
    input: row.input,
    output: row.output,
    customStatus: row.custom_status,
    createdAtInMs: row.created,
    updatedAtInMs: row.updated,
    parent: row.parent === null ? null : (JSON.parse(row.parent) as Parent),
  }
}

function toRow(instance: Instance): unknown[] {
  return [
    instance.id,
    instance.executionId,
    instance.name,
    instance.version,
    instance.status,
    instance.input,
    instance.output,
    instance.customStatus,
    instance.createdAtInMs,
    instance.updatedAtInMs,
    instance.parent === null ? null : JSON.stringify(instance.parent),
  ]
}

function toMessage(row: MessageRow): StoredMessage {
  return {
    key: row.key,
    instanceId: row.id,
    executionId: row.execution,
    visibleAtInMs: row.visible,
    event: JSON.parse(row.json) as HistoryEvent,
  }
}

function toWork(row: WorkRow): WorkItem {
  return {
    instanceId: row.id,
    executionId: row.execution,
    taskId: row.task,
    name: row.name,
    input: row.input,
  }
}
