import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeEndAt } from '../../../local/host/endAt'
import { makeLogSink } from '../../../local/host/log'
import { matchMain } from '../../../local/host/matchMain'
import { parseArguments } from '../../../local/host/parseArguments'
import type { LogEntry, RegisteredFunction } from '../../../local/host/registry'
import { readServiceBusSettings } from '../../../local/host/serviceBus/settings'
import {
  exportLocalSettings,
  readHostSettings,
  resolveBindings,
  withoutDisabled,
} from '../../../local/host/settings'
import { fromTypedData, toActivityData } from '../../../local/host/typedData'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(path: string, content: unknown): void {
  const full = join(folder, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
}

describe('readHostSettings', () => {
  it('has defaults for everything', () => {
    expect(readHostSettings(folder, {})).toEqual({
      routePrefix: 'api',
      hubName: 'TestHubName',
      maxConcurrentActivities: 20,
      maxConcurrentOrchestrations: 20,
      functionTimeoutInMs: 1_800_000,
      logLevels: {},
      serviceBus: readServiceBusSettings({}, () => undefined),
    })
  })

  it('reads what host.json says', () => {
    write('host.json', {
      extensions: {
        http: { routePrefix: '' },
        durableTask: { hubName: 'Hub', maxConcurrentActivityFunctions: 3 },
        serviceBus: { maxConcurrentSessions: 2 },
      },
      logging: { logLevel: { default: 'Warning' } },
    })
    expect(readHostSettings(folder, {})).toMatchObject({
      routePrefix: '',
      hubName: 'Hub',
      maxConcurrentActivities: 3,
      logLevels: { default: 'Warning' },
      serviceBus: { maxConcurrentSessions: 2, maxConcurrentCalls: 16 },
    })
  })

  it('puts settings in their place, and names one that is not there', () => {
    write('host.json', { extensions: { durableTask: { hubName: 'Hub%N%' } } })
    expect(readHostSettings(folder, { N: '2' }).hubName).toBe('Hub2')
    expect(() => readHostSettings(folder, {})).toThrow("'%N%' of its hubName does not resolve")
  })

  it.each([
    ['00:05:00', 300_000],
    ['1.00:00:01', 86_401_000],
    ['-1', Infinity],
  ])('takes %s for functionTimeout', (functionTimeout, inMs) => {
    write('host.json', { functionTimeout })
    expect(readHostSettings(folder, {}).functionTimeoutInMs).toBe(inMs)
  })

  it('refuses a functionTimeout that is none', () => {
    write('host.json', { functionTimeout: 'soon' })
    expect(() => readHostSettings(folder, {})).toThrow("functionTimeout 'soon' is no time span")
  })

  it('refuses what is not JSON', () => {
    write('host.json', '{')
    expect(() => readHostSettings(folder, {})).toThrow('host.json is not JSON')
  })
})

describe('exportLocalSettings', () => {
  it('exports values, but what is set already wins', () => {
    write('local.settings.json', '\uFEFF{"Values":{"A":"file","B":"file"}}')
    const env = { A: 'env' }
    exportLocalSettings(folder, env)
    expect(env).toEqual({
      A: 'env',
      B: 'file',
      FUNCTIONS_WORKER_RUNTIME: 'node',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    })
  })
})

describe('resolveBindings', () => {
  const registered = (schedule: string, name = 'f'): RegisteredFunction => ({
    id: name,
    metadata: { name, bindings: { t: { type: 'timerTrigger', schedule } } },
    callback: () => undefined,
  })

  it('puts settings in their place', () => {
    const [resolved] = resolveBindings([registered('%A% %B% * * *')], { A: '0', B: '5' })
    expect(resolved?.metadata.bindings['t']).toMatchObject({ schedule: '0 5 * * *' })
  })

  it('names every function and setting that is not there', () => {
    expect(() => resolveBindings([registered('%A%'), registered('%B%', 'g')], {})).toThrow(
      /'f': '%A%' of its schedule .* 'g': '%B%' of its schedule/,
    )
  })
})

describe('withoutDisabled', () => {
  it.each([
    ['AzureWebJobs.f.Disabled', 'true', []],
    ['AzureWebJobs.f.Disabled', '1', []],
    ['AzureWebJobs_f_Disabled', 'True', []],
    ['AzureWebJobs.f.Disabled', 'false', ['f']],
    ['AzureWebJobs.g.Disabled', 'true', ['f']],
  ])('takes %s=%s', (name, value, left) => {
    const metadata = { name: 'f', bindings: {} }
    const functions = [{ id: 'f', metadata, callback: () => undefined }]
    expect(withoutDisabled(functions, { [name]: value }).map(({ id }) => id)).toEqual(left)
  })
})

describe('matchMain', () => {
  beforeEach(() => {
    for (const file of ['main.js', 'src/b.js', 'src/a.js', 'src/deep/c.js', 'src/d.ts']) {
      write(file, '')
    }
    write('src/node_modules/x.js', '')
  })

  it.each([
    ['main.js', ['main.js']],
    ['./main.js', ['main.js']],
    ['missing.js', []],
    ['src', []],
    ['src/*.js', ['src/a.js', 'src/b.js']],
    ['src/**/*.js', ['src/a.js', 'src/b.js', 'src/deep/c.js']],
    ['{main,src/?}.js', ['main.js', 'src/a.js', 'src/b.js']],
    ['src/[!a].js', ['src/b.js']],
    ['none/*.js', []],
  ])('finds %s', (pattern, files) => {
    expect(matchMain(pattern, folder)).toEqual(files)
  })
})

describe('makeLogSink', () => {
  const entry = (level: string, more: Partial<LogEntry> = {}): LogEntry => ({
    level,
    category: 'user',
    message: 'hello\n  world',
    ...more,
  })

  function sinkOf(logLevels: Record<string, string>): {
    lines: string[]
    sink: (e: LogEntry) => unknown
  } {
    const lines: string[] = []
    const clock = { nowInMs: () => Date.UTC(2026, 10, 22, 11, 3, 53, 7) }
    return { lines, sink: makeLogSink({ clock, logLevels, write: (line) => lines.push(line) }) }
  }

  it('writes one line, whatever the message', () => {
    const { lines, sink } = sinkOf({})
    sink(entry('information', { functionName: 'marketClose' }))
    sink(entry('warning'))
    expect(lines).toEqual([
      '2026-11-22T11:03:53Z info marketClose hello | world\n',
      '2026-11-22T11:03:53Z warn host hello | world\n',
    ])
  })

  it.each([
    [{}, 'debug', 0],
    [{ default: 'Debug' }, 'debug', 1],
    [{ default: 'Error' }, 'warning', 0],
    [{ default: 'Error', Function: 'Trace' }, 'trace', 1],
    [{ 'Function.f': 'Error', 'Function.f.User': 'Debug' }, 'debug', 1],
    [{ 'Function.g': 'Trace' }, 'trace', 0],
    [{ default: 'None' }, 'critical', 0],
    [{ default: 'nonsense' }, 'information', 1],
  ])('with %j keeps %s of a function: %i', (levels, level, count) => {
    const { lines, sink } = sinkOf(levels)
    sink(entry(level, { functionName: 'f' }))
    expect(lines).toHaveLength(count)
  })
})

describe('makeEndAt', () => {
  it('ends at the n-th line that contains the text', () => {
    let ends = 0
    const endAt = makeEndAt({ HOST_END_AT: 'here', HOST_END_AT_COUNT: '2' }, () => (ends += 1))
    for (const line of ['here', 'there is it', 'elsewhere']) endAt(line)
    expect(ends).toBe(1)
    makeEndAt({}, () => (ends += 1))('here')
    expect(ends).toBe(1)
  })
})

describe('parseArguments', () => {
  it('reads folders, port and auth', () => {
    const args = ['--app', '/a', '--state', '/s', '--port', '0', '--auth', 'open']
    expect(parseArguments(args)).toEqual({ appDir: '/a', stateDir: '/s', port: 0, auth: 'open' })
    expect(parseArguments(args.slice(0, 4))).toMatchObject({ port: 7071, auth: 'keys' })
  })

  it.each([
    [[], '--app'],
    [['--app', 'a'], '--state'],
    [['--app', 'a', '--state', 's', '--port', '70000'], '--port'],
    [['--app', 'a', '--state', 's', '--auth', 'maybe'], '--auth'],
    [['--what'], '--what'],
  ])('refuses %j', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message)
  })
})

describe('typed data', () => {
  it.each([
    [undefined, null],
    [{}, null],
    [{ string: '' }, ''],
    [{ json: '{"a":1}' }, { a: 1 }],
    [{ bytes: Uint8Array.from([1]) }, Buffer.from([1])],
    [{ int: 0 }, 0],
    [{ double: 0.5 }, 0.5],
  ])('reads %j', (data, value) => {
    expect(fromTypedData(data)).toEqual(value)
  })

  it.each([
    [null, {}],
    ['"quoted"', { string: '"quoted"' }],
    [5, { string: '5' }],
    [false, { string: 'False' }],
    [[1], { string: '[1]' }],
  ])('hands %j to an activity', (value, data) => {
    expect(toActivityData(value)).toEqual(data)
  })
})
