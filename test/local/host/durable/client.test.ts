/** What the durable client calls, each with the answers that it knows. */
import { connect } from 'node:net'
import type { Rig } from '../rig'
import { startRig } from '../rig'
import './clientPrograms'

jest.setTimeout(30_000)

let rig: Rig

beforeAll(async () => {
  rig = await startRig()
})

afterAll(() => rig.stop())

type Result = { readonly gave?: unknown; readonly threw?: string }

async function client(method: string, ...args: readonly unknown[]): Promise<Result> {
  const body = JSON.stringify({ method, args })
  return (await fetch(`${rig.url}/api/client`, { method: 'POST', body })).json() as Promise<Result>
}

const waiting = async (id: string): Promise<void> => {
  await rig.start('waits', { n: 1 }, id)
  await rig.until(async () => (await rig.status(id)).runtimeStatus === 'Running')
}

describe('the durable client', () => {
  it('starts with an id, without one, and without input, which arrives as an empty text', async () => {
    expect(await client('startNew', 'ends', { instanceId: 'mine', input: { a: 1 } })).toEqual({
      gave: 'mine',
    })
    expect(await client('startNew', 'ends')).toEqual({
      gave: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    })
    await client('startNew', 'waits', { instanceId: 'bare' })
    expect((await rig.status('bare'))['input']).toBe('')
  })

  it('cannot start an id that has not ended, and starts one that has anew', async () => {
    await waiting('twice')
    expect((await client('startNew', 'ends', { instanceId: 'twice' })).threw).toContain('409')
    await rig.raise('twice', 'go', null)
    await rig.end('twice')
    expect(await client('startNew', 'ends', { instanceId: 'twice' })).toEqual({ gave: 'twice' })
    expect(await rig.end('twice')).toMatchObject({ name: 'ends', output: 'ended' })
  })

  it.each([
    ['an unknown orchestrator', 'unheardOf', 'fine', '400'],
    ['an id of an entity', 'ends', '@a@b', '400'],
    ['an id that is too long', 'ends', 'x'.repeat(101), '400'],
  ])('cannot start %s', async (...[, name, instanceId, status]) => {
    expect((await client('startNew', name, { instanceId })).threw).toContain(status)
  })

  it('gets a status with its input, which only the API leaves out', async () => {
    await waiting('shown')
    expect((await client('getStatus', 'shown', { showInput: true })).gave).toMatchObject({
      name: 'waits',
      instanceId: 'shown',
      runtimeStatus: 'Running',
      input: { n: 1 },
      customStatus: 'waiting',
      output: null,
    })
    // The client sends only options that are true, so that it cannot ask for less.
    const bare = await rig.call('GET', 'instances/shown?showInput=false')
    expect(await bare.json()).toMatchObject({ name: 'waits', input: null })
    expect((await client('getStatus', 'unknown')).threw).toContain('404')
  })

  it('gets all instances, though they come on more than one page', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => `page${String(n)}`)
    for (const id of ids) await rig.start('waits', {}, id)
    const first = (await (await rig.call('GET', 'instances/')).json()) as unknown[]
    expect(first).toHaveLength(100)
    const all = (await client('getStatusAll')).gave as { instanceId: string }[]
    expect(all.map(({ instanceId }) => instanceId)).toEqual(expect.arrayContaining(ids))
    expect(new Set(all.map(({ instanceId }) => instanceId)).size).toBe(all.length)
  })

  it('lists, page by page and by filter', async () => {
    for (const id of ['list1', 'list2', 'list3']) await waiting(id)
    const all = (await client('getStatusAll')).gave as { instanceId: string }[]
    expect(all.map(({ instanceId }) => instanceId)).toEqual(
      expect.arrayContaining(['list1', 'list2', 'list3']),
    )
    await rig.raise('list2', 'go', null)
    await rig.end('list2')
    const ended = await client('getStatusBy', { runtimeStatus: ['Completed'] })
    const ids = (ended.gave as { instanceId: string }[]).map(({ instanceId }) => instanceId)
    expect(ids).toContain('list2')
    expect(ids).not.toContain('list1')
    const page = await rig.call('GET', 'instances/?instanceIdPrefix=list&top=2&showInput=false')
    expect(await page.json()).toMatchObject([
      { instanceId: 'list1', input: null },
      { instanceId: 'list2', input: null },
    ])
    expect(page.headers.get('x-ms-continuation-token')).not.toBeNull()
  })

  it('raises events, which are dropped once the instance has ended', async () => {
    await waiting('raised')
    expect(await client('raiseEvent', 'raised', 'go', { x: 1 })).toEqual({})
    expect((await rig.end('raised')).output).toEqual([{ n: 1 }, { x: 1 }])
    expect(await client('raiseEvent', 'raised', 'go', {})).toEqual({})
    expect((await client('raiseEvent', 'unknown', 'go', {})).threw).toContain('unknown')
  })

  it.each(['terminate', 'suspend'])('can %s', async (method) => {
    await waiting(method)
    expect(await client(method, method, 'why')).toEqual({})
    const expected = method === 'terminate' ? 'Terminated' : 'Suspended'
    await rig.until(async () => (await rig.status(method)).runtimeStatus === expected)
    expect((await client(method, 'unknown', 'why')).threw).toContain('unknown')
  })

  it('resumes', async () => {
    await waiting('resumed')
    await client('suspend', 'resumed', 'why')
    await rig.until(async () => (await rig.status('resumed')).runtimeStatus === 'Suspended')
    await client('resume', 'resumed', 'why')
    await rig.until(async () => (await rig.status('resumed')).runtimeStatus === 'Running')
  })

  it('purges what has ended, and nothing that has not', async () => {
    await rig.end(await rig.start('ends', {}, 'purged'))
    await waiting('kept')
    expect(await client('purgeInstanceHistory', 'purged')).toEqual({
      gave: { instancesDeleted: 1 },
    })
    expect(await client('purgeInstanceHistory', 'purged')).toEqual({
      gave: { instancesDeleted: 0 },
    })
    expect(await client('purgeInstanceHistory', 'kept')).toEqual({ gave: { instancesDeleted: 0 } })
    await rig.end(await rig.start('ends', {}, 'purged'))
    const from = new Date(rig.clock.nowInMs() - 1000).toISOString()
    const response = await rig.call('DELETE', `instances/?createdTimeFrom=${from}`)
    expect(response.status).toBe(200)
    expect((await rig.call('GET', 'instances/purged')).status).toBe(404)
    expect((await rig.call('GET', 'instances/kept')).status).toBe(202)
    expect((await rig.call('DELETE', 'instances/')).status).toBe(400)
  })

  it.each([
    ['rewind', ['kept', 'why'], 'Rewinding an orchestration is not supported'],
    ['readEntityState', [{ name: 'counter', key: 'a' }], '501'],
    ['signalEntity', [{ name: 'counter', key: 'a' }, 'add', 1], '501'],
  ])('is told that %s is not supported', async (method, args, message) => {
    expect((await client(method, ...args)).threw).toContain(message)
  })

  it('answers with links to where the request came from', async () => {
    const response = await fetch(`${rig.url}/api/check`)
    expect(response.status).toBe(202)
    const { statusQueryGetUri } = (await response.json()) as { statusQueryGetUri: string }
    expect(statusQueryGetUri).toBe(
      `${rig.url}/runtime/webhooks/durabletask/instances/the-id?taskHub=RigHub&connection=Storage`,
    )
  })
})

describe('the address that the client calls', () => {
  it('is closed to web pages', async () => {
    const { rpcBaseUrl } = (await (await fetch(`${rig.url}/api/rpcUrl`)).json()) as {
      rpcBaseUrl: string
    }
    expect(rpcBaseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/durabletask\/$/)
    const url = `${rpcBaseUrl}instances/`
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url, { headers: { origin: 'https://example.org' } })).status).toBe(403)
    expect((await fetch(url.replace('127.0.0.1', 'localhost'))).status).toBe(403)
    const { host, port, pathname } = new URL(url)
    const statusOf = (target: string, asked: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(`GET ${target} HTTP/1.1\r\nHost: ${asked}\r\nConnection: close\r\n\r\n`)
        })
        socket.once('data', (data) => {
          resolve(String(data).split(' ')[1] ?? '')
          socket.destroy()
        })
      })
    expect(await statusOf(pathname, host)).toBe('200')
    expect(await statusOf(pathname, 'rebound.example')).toBe('403')
    expect(await statusOf(`//${host}${pathname}`, 'rebound.example')).toBe('400')
  })
})

describe('the management API', () => {
  beforeAll(() => rig.start('waits', {}, 'input'))

  it('waits for the result when it is asked to', async () => {
    const path = (name: string): string => `orchestrators/${name}?timeout=5&pollingInterval=1`
    const ended = await rig.call('POST', path('ends'), '{}')
    expect([ended.status, await ended.json()]).toEqual([200, 'ended'])
    const broken = await rig.call(
      'POST',
      `${path('breaks')}&returnInternalServerErrorOnFailure=true`,
      '{}',
    )
    expect([broken.status, await broken.json()]).toEqual([
      500,
      expect.objectContaining({
        runtimeStatus: 'Failed',
        output: "Orchestrator function 'breaks' failed: broken",
      }),
    ])
  })

  it.each([
    ['not JSON', 'instances/input/raiseEvent/go', 'x', 400],
    ['an unknown operation', 'instances/input/explode', undefined, 404],
    ['input that is not JSON', 'orchestrators/ends', 'x', 400],
    ['an id with a forbidden character', 'orchestrators/ends/a%23b', '{}', 400],
    ['an unknown resource', 'anything', undefined, 404],
  ])('refuses %s', async (...[, path, body, status]) => {
    expect((await rig.call('POST', path, body)).status).toBe(status)
  })

  it('restarts with the same input, by a new id or the same one', async () => {
    await rig.end(await rig.start('ends', { a: 1 }, 'again'))
    const other = (await (await rig.call('POST', 'instances/again/restart')).json()) as {
      id: string
    }
    expect(other.id).toMatch(/^[0-9a-f]{32}$/)
    await rig.call('POST', 'instances/again/restart?restartWithNewInstanceId=false')
    expect(await rig.end('again')).toMatchObject({ input: { a: 1 }, output: 'ended' })
    expect((await rig.call('POST', 'instances/unknown/restart')).status).toBe(400)
  })

  it('shows a history, with results only when asked for', async () => {
    await rig.end(await rig.start('ends', { a: 1 }, 'history'))
    const path = 'instances/history?showHistory=true&showHistoryOutput=true'
    const { historyEvents, createdTime } = (await (await rig.call('GET', path)).json()) as {
      historyEvents: Record<string, unknown>[]
      createdTime: string
    }
    expect(createdTime).toBe('2026-01-05T12:00:00Z')
    const Timestamp = '2026-01-05T12:00:00.000Z'
    expect(historyEvents).toEqual([
      { EventType: 'ExecutionStarted', FunctionName: 'ends', Input: '{"a":1}', Timestamp },
      {
        EventType: 'TaskCompleted',
        FunctionName: 'work',
        ScheduledTime: Timestamp,
        Result: 1,
        Timestamp,
      },
      {
        EventType: 'ExecutionCompleted',
        OrchestrationStatus: 'Completed',
        Result: 'ended',
        FailureDetails: null,
        Timestamp,
      },
    ])
    const short = (await (
      await rig.call('GET', 'instances/history?showHistory=true&showInput=false')
    ).json()) as { historyEvents: object[] }
    expect(JSON.stringify(short.historyEvents)).not.toMatch(/Result|Input/)
  })
})
