import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostProcess, HostProcessOptions } from '../../support/hostProcess'
import { startHost } from '../../support/hostProcess'
import { buildApp, buildHost, makeFolder } from './build'

// Processes start slowly on a machine that has much to do.
jest.setTimeout(60_000)

const folder = makeFolder()
const values = { EVERY_MINUTE: '0 * * * * *' }
let appDir: string
let hostFile: string
const running: HostProcess[] = []

beforeAll(() => {
  hostFile = buildHost(folder.path)
  appDir = buildApp(folder.path, 'programs', { 'local.settings.json': { Values: values } })
})

afterEach(async () => {
  for (const host of running.splice(0)) {
    host.child.kill('SIGKILL')
    await host.killed
  }
})

afterAll(() => {
  folder.remove()
})

async function start(
  state: string,
  options: Partial<HostProcessOptions> = {},
): Promise<HostProcess> {
  const host = await startHost({ appDir, stateDir: join(folder.path, state), hostFile, ...options })
  running.push(host)
  return host
}

type Status = { readonly runtimeStatus: string; readonly output: unknown }

function webhook(host: HostProcess, path: string): string {
  return `${host.url}/runtime/webhooks/durabletask/${path}?code=${host.keys.durabletask}`
}

async function ended(host: HostProcess, id: string): Promise<Status> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const status = (await (await fetch(webhook(host, `instances/${id}`))).json()) as Status
    if (/ed$/.test(status.runtimeStatus)) return status
  }
  throw new Error(`${id} did not end.`)
}

const json = { 'content-type': 'application/json' }

describe('SIGKILL', () => {
  it.each(['begun', 'timed', 'working', 'worked', 'raised'])(
    'at the point "%s" loses nothing: the next start goes on',
    async (point) => {
      const state = `kill-${point}`
      let host = await start(state, { env: { HOST_END_AT: `point ${point}` } })
      const post = (path: string, body: string): Promise<Response> =>
        fetch(webhook(host, path), { method: 'POST', headers: json, body })
      // The process may end before it has answered.
      await post('orchestrators/long/one', '{}').catch(() => undefined)
      if (point !== 'raised') {
        expect(await host.killed).toBe('SIGKILL')
        host = await start(state)
      } else {
        // An event that comes before it is waited for counts as replayed, and the line would not be written.
        await host.waitForLine('point worked')
      }
      await post('instances/one/raiseEvent/go', '{"n":5}').catch(() => undefined)
      if (point === 'raised') {
        expect(await host.killed).toBe('SIGKILL')
        host = await start(state)
      }
      expect(await ended(host, 'one')).toMatchObject({
        runtimeStatus: 'Completed',
        output: { slow: 'done', child: 8 },
      })
    },
  )

  it('comes at the n-th line with the text, and that line is written', async () => {
    const env = { HOST_END_AT: 'point working', HOST_END_AT_COUNT: '2' }
    const host = await start('count', { env })
    for (const id of ['a', 'b']) {
      await fetch(webhook(host, `orchestrators/long/${id}`), { method: 'POST' }).catch(() => 0)
    }
    expect(await host.killed).toBe('SIGKILL')
    expect(host.lines.filter((line) => line.includes('point working'))).toHaveLength(2)
  })
})

describe('SIGTERM', () => {
  it('lets what runs end, calls the hooks and exits with 0', async () => {
    const host = await start('term')
    await fetch(webhook(host, 'orchestrators/long/one'), { method: 'POST' })
    await host.waitForLine('point working')
    expect(await host.stop()).toBe(0)
    expect(host.lines).toContain('terminated')
    const again = await start('term')
    // The activity had ended and its result was kept: it is not run again.
    await again.waitForLine('point worked')
    expect(again.lines.join()).not.toContain('point working')
  })
})

describe('an orchestration that is never at rest', () => {
  it.each(['counts', 'spins'])('leaves HTTP and SIGTERM alive: %s', async (name) => {
    const host = await start(name)
    const body = '{"n":0}'
    await fetch(webhook(host, `orchestrators/${name}`), { method: 'POST', headers: json, body })
    for (const path of ['echo/hello', 'echo/again']) {
      expect((await fetch(`${host.url}/api/${path}`)).status).toBe(200)
    }
    expect(await host.stop()).toBe(0)
    expect(host.lines).toContain('terminated')
  })
})

describe('an error that nobody catches', () => {
  it('is logged and ends the process with 1, as it would the worker', async () => {
    const host = await start('crash')
    await fetch(`${host.url}/api/crash`).catch(() => undefined)
    expect(await host.killed).toBe(1)
    expect(host.lines.join('\n')).toMatch(/error host Error: nobody catches this \| at /)
  })
})

describe('the state folder', () => {
  it('serves one host: a second one is refused and told the pid of the first', async () => {
    const host = await start('lock')
    await expect(start('lock')).rejects.toThrow(`the host with pid ${String(host.child.pid)}`)
  })

  it('is taken over from a host that was killed', async () => {
    const host = await start('lock')
    host.child.kill('SIGKILL')
    await host.killed
    await start('lock')
  })

  it('gets its keys also where a start was killed while it wrote them', async () => {
    mkdirSync(join(folder.path, 'cut'))
    writeFileSync(join(folder.path, 'cut/keys.json.part'), '{"mas')
    const { master } = (await start('cut')).keys
    expect(master).toMatch(/^[\w-]{43}$/)
    expect(readdirSync(join(folder.path, 'cut'))).not.toContain('keys.json.part')
  })

  it('holds keys that only the owner can read, and that stay', async () => {
    const first = await start('lock')
    const { keys } = first
    expect(statSync(join(folder.path, 'lock/keys.json')).mode & 0o777).toBe(0o600)
    await first.stop()
    expect((await start('lock')).keys).toEqual(keys)
  })
})

describe('an app of ES modules', () => {
  it('is run like any other', async () => {
    const modules = join(folder.path, 'modules')
    mkdirSync(modules)
    const files = {
      'package.json': '{ "type": "module", "main": "functions/*.{js,mjs}" }',
      'functions/one.js': hello('one'),
      'functions/two.mjs': hello('two'),
    }
    mkdirSync(join(modules, 'functions'))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(modules, file), text)
    const host = await start('modules', { appDir: modules })
    for (const name of ['one', 'two']) {
      expect(await (await fetch(`${host.url}/api/${name}`)).text()).toBe(`hello from ${name}`)
    }
  })

  // With an await at the top level, which a require refuses.
  const hello = (name: string): string => `
    await Promise.resolve()
    import { app } from '@azure/functions'
    import * as df from 'durable-functions'
    df.app.activity('activityOf${name}', { handler: () => 1 })
    app.http('${name}', { handler: () => ({ body: 'hello from ${name}' }) })
  `
})

describe('a start that cannot be', () => {
  const failing = (name: string, files: Record<string, unknown>): Partial<HostProcessOptions> => ({
    appDir: buildApp(join(folder.path, 'failing'), name, files),
  })

  it('names the function and the setting that does not resolve', async () => {
    await expect(start('fault', failing('programs', {}))).rejects.toThrow(
      "Function 'everyMinute': '%EVERY_MINUTE%' of its schedule does not resolve to a value.",
    )
  })

  it('names the schedule that cannot be read', async () => {
    const files = { 'local.settings.json': { Values: { EVERY_MINUTE: 'often' } } }
    await expect(start('fault', failing('programs', files))).rejects.toThrow(
      "Function 'everyMinute': the schedule 'often' is neither",
    )
  })

  it.each([
    ['entity', "Function 'counter' uses durable entities (entityTrigger), which"],
    ['stream', 'The app uses app.setup({ enableHttpStream: true }), which'],
    ['queue', "Function 'fromQueue' uses queueTrigger, which"],
    ['broken', 'Worker was unable to load entry point "main.js": it breaks'],
  ])('names what the app %s asks for', async (name, message) => {
    await expect(start('fault', failing(name, {}))).rejects.toThrow(message)
  })

  it('names an entry point that is not there', async () => {
    const options = failing('broken', { 'package.json': { main: 'dist/{a,b}/*.js' } })
    await expect(start('fault', options)).rejects.toThrow(
      'entry point "dist/{a,b}/*.js": Found zero files matching the supplied pattern',
    )
  })

  it('says that the port is taken, and what moves it', async () => {
    const host = await start('port')
    const port = Number(new URL(host.url).port)
    await expect(start('fault', { port })).rejects.toThrow(
      `Port ${String(port)} is taken. Choose another by --port`,
    )
  })

  it('refuses keys that it cannot use', async () => {
    await (await start('keys')).stop()
    const path = join(folder.path, 'keys/keys.json')
    const keys = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    writeFileSync(path, JSON.stringify({ ...keys, master: '' }))
    await expect(start('keys')).rejects.toThrow('lacks master. Delete it to get new keys.')
  })
})
