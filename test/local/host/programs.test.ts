import { join } from 'node:path'
import type { HostProcess } from '../../support/hostProcess'
import { startHost } from '../../support/hostProcess'
import { buildApp, buildHost, makeFolder } from './build'

// Processes start slowly on a machine that has much to do.
jest.setTimeout(60_000)

const folder = makeFolder()
let host: HostProcess

beforeAll(async () => {
  const appDir = buildApp(folder.path, 'programs', {
    'host.json': { version: '2.0', extensions: { durableTask: { hubName: 'ProgramsHub' } } },
    'local.settings.json': {
      Values: { EVERY_MINUTE: '0 * * * * *', FROM_SETTINGS: 'yes', FROM_ENV: 'overridden' },
    },
  })
  host = await startHost({
    appDir,
    stateDir: join(folder.path, 'state'),
    hostFile: buildHost(folder.path),
  })
})

afterAll(async () => {
  await host.stop()
  folder.remove()
})

type Started = {
  readonly id: string
  readonly statusQueryGetUri: string
  readonly [link: string]: string
}

type Status = {
  readonly runtimeStatus: string
  readonly output: unknown
  readonly customStatus: unknown
  readonly [member: string]: unknown
}

async function start(name: string, input: unknown): Promise<Started> {
  const url = `${host.url}/api/orchestrators/${name}?code=${host.keys.function}`
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(input) })
  expect(response.status).toBe(202)
  return (await response.json()) as Started
}

async function until(started: Started, isReached: (status: Status) => boolean): Promise<Status> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const response = await fetch(started.statusQueryGetUri)
    const status = (await response.json()) as Status
    if (isReached(status)) return status
  }
  throw new Error(`${started.id} did not get there.`)
}

const ended = ({ runtimeStatus }: Status): boolean => /ed$/.test(runtimeStatus)

async function outputOf(name: string, input: unknown): Promise<unknown> {
  return (await until(await start(name, input), ended)).output
}

async function raise(started: Started, event: string, data: unknown): Promise<void> {
  const url = String(started['sendEventPostUri']).replace('{eventName}', event)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(data) })
  expect(response.status).toBe(202)
}

describe('ordinary durable programs, unchanged', () => {
  it('chain activities', async () => {
    expect(await outputOf('chain', { n: 1 })).toBe(4)
  })

  it('fan out and in', async () => {
    expect(await outputOf('fanOut', { count: 25 })).toBe(325)
  })

  it.each([
    [true, 'approved'],
    [false, 'refused'],
  ])('ask a human, who says %s', async (approved, expected) => {
    const started = await start('approval', { timeoutInMs: 60_000 })
    await raise(started, 'answer', { approved })
    expect((await until(started, ended)).output).toBe(expected)
  })

  it('give up on a human who says nothing', async () => {
    expect(await outputOf('approval', { timeoutInMs: 50 })).toBe('escalated')
  })

  it('monitor until it is ready', async () => {
    expect(await outputOf('monitor', {})).toBe(3)
  })

  it('go on for ever by continueAsNew, which keeps the custom status current', async () => {
    const started = await start('eternal', { round: 0, total: 0 })
    for (const amount of [5, 6]) {
      const { customStatus } = await until(started, (status) => status.customStatus !== null)
      const { round } = customStatus as { round: number }
      await raise(started, 'add', { amount })
      await until(started, (status) => (status.customStatus as { round: number }).round > round)
    }
    await raise(started, 'add', { amount: 0 })
    expect((await until(started, ended)).output).toEqual({ round: 2, total: 11 })
  })

  it('call sub-orchestrations', async () => {
    expect(await outputOf('parent', {})).toEqual([4, 5])
  })

  it('try an activity again', async () => {
    expect(await outputOf('flaky', {})).toEqual({ attempts: 3 })
  })

  it('fail with the message of the activity that failed', async () => {
    const status = await until(await start('fails', {}), ended)
    expect(status.runtimeStatus).toBe('Failed')
    expect(status.output).toMatch(
      /^Orchestrator function 'fails' failed: Activity function 'alwaysFails' failed: {2}it broke/,
    )
  })
})
