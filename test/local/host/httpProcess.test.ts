import { basename, join } from 'node:path'
import type { HostProcess } from '../../support/hostProcess'
import { startHost } from '../../support/hostProcess'
import { buildApp, buildHost, makeFolder } from './build'

// Processes start slowly on a machine that has much to do.
jest.setTimeout(60_000)

const folder = makeFolder()
const settings = { Values: { EVERY_MINUTE: '0 * * * * *', FROM_SETTINGS: 'from the file' } }
let host: HostProcess
let open: HostProcess

beforeAll(async () => {
  const appDir = buildApp(folder.path, 'programs', {
    'host.json': {
      version: '2.0',
      extensions: { http: { routePrefix: 'api' } },
      logging: { logLevel: { default: 'Warning', 'Function.atStart': 'Information' } },
    },
    'local.settings.json': settings,
  })
  const hostFile = buildHost(folder.path)
  const env = { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' }
  host = await startHost({ appDir, stateDir: join(folder.path, 'keys'), hostFile, env })
  open = await startHost({
    appDir,
    stateDir: join(folder.path, 'open'),
    hostFile,
    auth: 'open',
    env: { FROM_SETTINGS: 'from the environment' },
  })
})

afterAll(async () => {
  await Promise.all([host.stop(), open.stop()])
  folder.remove()
})

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(host.url + path, { headers })

describe('an HTTP function', () => {
  it('gets method, route parameter, joined query values and body', async () => {
    const response = await fetch(`${host.url}/api/echo/word?a=1&a=2`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ method: 'POST', word: 'word', query: '1,2', body: 'x' })
    expect(response.headers.get('x-word')).toBe('word')
    expect(response.headers.get('set-cookie')).toBe('c=a%20b; Path=/; SameSite=Strict')
  })

  it('runs in the folder of its app, by which it may read files', async () => {
    expect(basename(await (await get('/api/folder')).text())).toBe('programs')
  })

  it('is found in any case, and a literal route goes before a parameter', async () => {
    expect(await (await get('/API/Echo/LITERAL')).text()).toBe('literal')
  })

  it.each([
    ['an unknown path', '/api/unknown', 'GET'],
    ['a parameter that its constraint refuses', '/api/echo/123', 'GET'],
    ['a method that is not listed', '/api/echo/word', 'DELETE'],
    ['a path outside the prefix', '/echo/word', 'GET'],
  ])('is not found by %s', async (_, path, method) => {
    expect((await fetch(host.url + path, { method })).status).toBe(404)
  })

  it('that returns nothing answers 204, and 200 for an empty object', async () => {
    expect((await get('/api/nothing')).status).toBe(204)
    const response = await get('/api/empty')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('that throws answers 500 and tells only the log why', async () => {
    const response = await get('/api/throws')
    expect([response.status, await response.text()]).toEqual([500, ''])
    const line = await host.waitForLine('secret detail')
    expect(line).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ error throws Executed \(Failed\): Error: secret detail \| at /,
    )
  })

  it('is not reached by a path that is not well-formed', async () => {
    expect((await get('/api/echo/%E0%A4%A')).status).toBe(400)
  })

  it('is not reached by a body over the limit', async () => {
    const post = (size: number): Promise<Response> =>
      fetch(`${host.url}/api/echo/word`, { method: 'POST', body: 'x'.repeat(size) })
    expect((await post(1000)).status).toBe(200)
    expect((await post(1001)).status).toBe(413)
  })

  it('reads local.settings.json, but what is in the environment wins', async () => {
    expect(await (await get('/api/setting')).text()).toBe('from the file')
    const response = await fetch(`${open.url}/api/setting`)
    expect(await response.text()).toBe('from the environment')
  })
})

describe('keys', () => {
  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['a wrong key', { 'x-functions-key': 'wrong' }],
  ])('%s opens nothing', async (_, headers) => {
    const start = await fetch(`${host.url}/api/orchestrators/chain`, { method: 'POST', headers })
    expect(start.status).toBe(401)
    for (const path of [
      '/api/operator',
      '/admin/host/status',
      '/runtime/webhooks/durabletask/instances',
    ]) {
      expect((await get(path, headers)).status).toBe(401)
    }
  })

  it('the function key opens functions only', async () => {
    const code = host.keys.function
    const start = await fetch(`${host.url}/api/orchestrators/chain?code=${code}`, {
      method: 'POST',
      body: '{"n":1}',
    })
    expect(start.status).toBe(202)
    for (const path of [
      '/api/operator',
      '/admin/functions',
      '/runtime/webhooks/durabletask/instances',
    ]) {
      expect((await get(path, { 'x-functions-key': code })).status).toBe(401)
    }
  })

  it('the system key opens the durable webhooks only', async () => {
    const key = { 'x-functions-key': host.keys.durabletask }
    expect((await get('/runtime/webhooks/durabletask/instances', key)).status).toBe(200)
    expect((await get('/api/operator', key)).status).toBe(401)
  })

  it('the master key opens everything', async () => {
    const key = { 'x-functions-key': host.keys.master }
    expect(await (await get('/api/operator', key)).text()).toBe('operator')
    expect((await get('/runtime/webhooks/durabletask/instances', key)).status).toBe(200)
    expect(await (await get('/admin/host/status', key)).json()).toMatchObject({ state: 'Running' })
    const functions = (await (await get('/admin/functions', key)).json()) as { name: string }[]
    expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['echo', 'chain']))
  })

  it('are not asked for when the host is open', async () => {
    for (const path of [
      '/api/operator',
      '/admin/host/status',
      '/runtime/webhooks/durabletask/instances',
    ]) {
      expect((await fetch(open.url + path)).status).toBe(200)
    }
  })
})

describe('the log', () => {
  it('keeps the levels of host.json, the longest category first', async () => {
    await host.waitForLine('info atStart fired at start')
    await fetch(`${host.url}/api/throws`)
    expect(host.lines.filter((line) => /Z (?:debug|trace) /.test(line))).toEqual([])
  })
})
