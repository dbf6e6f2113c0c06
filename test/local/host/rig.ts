import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '../../../local/host/durable/events'
import { eventNames } from '../../../local/host/durable/events'
import { isFinished } from '../../../local/host/durable/model'
import { registry } from '../../../local/host/registry'
import { readHostSettings } from '../../../local/host/settings'
import type { Host } from '../../../local/host/startHost'
import { startHost } from '../../../local/host/startHost'
import { openDatabase } from '../../../local/host/store/openDatabase'
import { makeSqliteStore } from '../../../local/host/store/sqliteStore'
import type { ManualClock } from './manualClock'
import { makeManualClock } from './manualClock'

const BEGIN_IN_MS = Date.UTC(2026, 0, 5, 12)

/** What the management API says of an instance. */
export type Status = {
  readonly runtimeStatus: string
  readonly output: unknown
  readonly customStatus: unknown
  readonly [member: string]: unknown
}

/** A host in this process, on a clock that stands, serving what the test has registered. */
export type Rig = {
  readonly clock: ManualClock
  readonly url: string
  readonly call: (method: string, path: string, body?: string) => Promise<Response>
  readonly start: (name: string, input?: unknown, id?: string) => Promise<string>
  readonly raise: (id: string, event: string, data: unknown) => Promise<void>
  readonly status: (id: string) => Promise<Status>
  /** Waits until an instance has ended. */
  readonly end: (id: string) => Promise<Status>
  /** Waits until a condition holds. */
  readonly until: (isReached: () => boolean | Promise<boolean>) => Promise<void>
  /** History as `name`, `#id` and function. */
  readonly history: (id: string) => readonly string[]
  readonly stop: () => Promise<void>
}

const DEADLINE_IN_MS = 20_000

/**
 * Starts a host over the functions registered in this test file.
 *
 * @returns When it serves.
 */
export async function startRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'host-rig-'))
  const clock = makeManualClock(BEGIN_IN_MS)
  const host = await open(folder, clock)
  const store = makeSqliteStore(openDatabase(join(folder, 'host.db')))
  const base = (): string => `http://127.0.0.1:${String(host.port)}`
  const api = (): string => `${base()}/runtime/webhooks/durabletask`
  const headers = { 'content-type': 'application/json' }
  const call: Rig['call'] = (method, path, body) =>
    fetch(`${api()}/${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  const status: Rig['status'] = async (id) =>
    (await call('GET', `instances/${id}`)).json() as Promise<Status>
  return {
    clock,
    get url() {
      return base()
    },
    call,
    status,
    until,
    start: async (name, input, id) => {
      const path = id === undefined ? name : `${name}/${id}`
      const body = input === undefined ? undefined : JSON.stringify(input)
      const response = await call('POST', `orchestrators/${path}`, body)
      expect(response.status).toBe(202)
      return ((await response.json()) as { id: string }).id
    },
    raise: async (id, event, data) => {
      const response = await call(
        'POST',
        `instances/${id}/raiseEvent/${event}`,
        JSON.stringify(data),
      )
      expect(response.status).toBe(202)
    },
    end: async (id) => {
      await until(async () => isFinished((await status(id)).runtimeStatus as never))
      return status(id)
    },
    history: (id) => store.getHistory(id).map(describe),
    stop: async () => {
      const stopped = host.stop(0)
      // The clock stands: its deadline must be let pass.
      clock.advance(0)
      await stopped
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function open(folder: string, clock: ManualClock): Promise<Host> {
  return startHost({
    functions: [...registry.functions.values()],
    settings: {
      ...readHostSettings(folder, {}),
      hubName: 'RigHub',
      maxConcurrentActivities: 10,
      maxConcurrentOrchestrations: 10,
      functionTimeoutInMs: Infinity,
    },
    env: {},
    databaseFile: join(folder, 'host.db'),
    clock,
    port: 0,
    keys: undefined,
    maxBodyInBytes: 1_000_000,
  })
}

async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_IN_MS; Date.now() < deadline; ) {
    if (await isReached()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('The condition did not come to hold.')
}

function describe(event: HistoryEvent): string {
  const name = eventNames[event.EventType] ?? String(event.EventType)
  const id = event.EventId >= 0 ? `#${String(event.EventId)}` : ''
  const of =
    'TaskScheduledId' in event
      ? ` of #${String(event.TaskScheduledId)}`
      : 'TimerId' in event
        ? ` of #${String(event.TimerId)}`
        : ''
  const what = 'Name' in event ? ` ${event.Name}` : ''
  return `${name}${id}${of}${what}`
}
